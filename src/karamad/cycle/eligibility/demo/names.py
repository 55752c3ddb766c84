"""Names for people and places that do not exist.

The names of people are common ones, drawn apart from each other; those of places are
put together from words for landscape. A likeness to somebody is chance.
"""

from __future__ import annotations

from karamad.kernel.text import clean


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


WOMEN = _words(
    """فاطمه زهرا مریم زینب معصومه سمیه لیلا نرگس الهام سارا مهسا نسرین پروین شیرین
    آزاده نیلوفر ریحانه عاطفه مینا ندا سمانه راضیه طاهره صدیقه اکرم اعظم شهلا مهناز
    فرزانه پریسا ناهید سپیده هانیه یگانه کوثر حدیث مائده مهدیه محبوبه منصوره ژاله
    آرزو بهاره شقایق گلناز پگاه رؤیا هدی سیما شبنم فریبا زهره کبری نازنین‌زهرا
    فاطمه‌سادات زینب‌سادات"""
)
MEN = _words(
    """محمد علی حسین مهدی رضا حسن محمدرضا علیرضا امیر احمد سعید مجید حمید مسعود محسن
    جواد ابوالفضل عباس مرتضی مصطفی هادی میثم یاسر وحید بهرام بهزاد فرهاد کامران
    کیوان سیاوش آرش بابک پیمان نوید امید ایمان یوسف یعقوب ابراهیم اسماعیل داوود
    سلیمان موسی عیسی رحیم کریم غلامرضا قاسم کاظم صادق طاهر ضیاء منصور ناصر جعفر
    بهروز شهرام محمدحسین محمدمهدی امیرحسین علی‌اکبر علی‌اصغر سیدعلی سیدمحمد"""
)
_STEMS = _words(
    """احمد محمد حسین رضا کریم رحیم قاسم کاظم صادق جعفر ابراهیم اسماعیل یوسف یعقوب موسی
    سلیم نوروز بهرام رستم جمشید اکبر اصغر قربان رمضان شعبان مراد نجف حیدر صفر عباس
    غلام امیر میر طاهر ناصر منصور خلیل جلیل حبیب نعمت"""
)
_ENDINGS = ("ی", "‌پور", "‌زاده", "‌نژاد", "ی‌فر", "ی‌مقدم", "ی‌راد", "‌خانی", "یان")
_OTHERS = _words(
    """موسوی هاشمی حسینی طباطبایی رضوی علوی فاطمی قائمی سجادی صالحی شریفی کاشانی تهرانی
    اصفهانی شیرازی تبریزی خراسانی بیرجندی قاینی طبسی کرمانی یزدی گیلانی مازندرانی
    زارع کشاورز باغبان نجار آهنگر صفار عطار نقاش خیاط ملک‌زاده فرهادی امیدوار سپهری
    درخشان روشن تابان بهاری خوشنام نیک‌نام راستین پارسا دانا توانا یزدان‌پناه ضیایی
    ثابتی قنبری غفاری غلامی ذوالفقاری ظریف طالبی عظیمی اقبال اقدسی رئوفی مؤمنی"""
)
LAST = (*_OTHERS, *(clean(stem + end) for stem in _STEMS for end in _ENDINGS))

_FIRST_PARTS = (
    ("سپید", "Sepid"),
    ("گل", "Gol"),
    ("مهر", "Mehr"),
    ("سبز", "Sabz"),
    ("نو", "Now"),
    ("خوش", "Khosh"),
    ("زر", "Zar"),
    ("بهار", "Bahar"),
    ("شاد", "Shad"),
    ("آب", "Ab"),
    ("سرو", "Sarv"),
    ("چنار", "Chenar"),
    ("انار", "Anar"),
    ("بید", "Bid"),
    ("سنگ", "Sang"),
    ("خورشید", "Khorshid"),
    ("ماه", "Mah"),
    ("کبک", "Kabk"),
    ("لاله", "Laleh"),
    ("نیلو", "Nilu"),
    ("پونه", "Puneh"),
    ("ریحان", "Reyhan"),
)
_SECOND_PARTS = (
    ("کوه", "kuh"),
    ("رود", "rud"),
    ("دشت", "dasht"),
    ("چشمه", "cheshmeh"),
    ("دره", "darreh"),
    ("سار", "sar"),
    ("زار", "zar"),
    ("بان", "ban"),
    ("گرد", "gerd"),
    ("آباد", "abad"),
    ("دژ", "dezh"),
    ("پل", "pol"),
    ("باغ", "bagh"),
    ("تپه", "tappeh"),
)
_KINDS = (
    ("", ""),
    (" بالا", " Upper"),
    (" پایین", " Lower"),
    (" کهنه", " Old"),
    (" نو", " New"),
)


def place(number: int) -> tuple[str, str]:
    """Return the Persian and English name of the place with this number.

    Some fifteen hundred names differ; after that they come with a numeral.
    """
    first = _FIRST_PARTS[number % len(_FIRST_PARTS)]
    number //= len(_FIRST_PARTS)
    second = _SECOND_PARTS[(number + len(first[0])) % len(_SECOND_PARTS)]
    number //= len(_SECOND_PARTS)
    kind = _KINDS[number % len(_KINDS)]
    again = number // len(_KINDS)
    numeral = f" {again + 1}" if again else ""
    persian = numeral.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    return (
        clean(f"{first[0]}‌{second[0]}{kind[0]}{persian}"),
        f"{first[1]}{second[1]}{kind[1]}{numeral}",
    )
