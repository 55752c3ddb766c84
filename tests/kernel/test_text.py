import pytest
from hypothesis import given
from hypothesis import strategies as st

from karamad.kernel.text import (
    clean,
    document_key,
    fold_digits,
    persian_digits,
    search_key,
    sort_key,
    sounds,
)

ANY = st.text(max_size=40)
PERSIAN = st.text(
    alphabet="آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیيىكةۀأإؤئءًٌَُِّْٰ\u0640\u200c\u200f ۱٢3aZ",
    max_size=20,
)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("علي كريمي", "علی کریمی"),
        ("موسى", "موسی"),
        ("  دو   فاصله\u00a0و\tبرگه\n", "دو فاصله و برگه"),
        ("\ufeff\u200fکد\u200e \u2067ملی\u2069", "کد ملی"),
        ("کــــار", "کار"),
        ("۱۲٣4", "۱۲٣4"),
        ("خانۀ ما", "خانهٔ ما"),
        ("خانە\u0654 ما", "خانهٔ ما"),
        ("مسي\u0654ول", "مسئول"),
        ("ا\u0653ب", "آب"),
        ("می\u200c\u200cشود", "می\u200cشود"),
        ("می\u200c شود", "می شود"),
        ("\u200cدوره\u200cها\u200c", "دوره\u200cها"),
        ("کار\u200cها", "کارها"),
        ("۱۲\u200cساله", "۱۲\u200cساله"),
        ("ﻋﻠﻲ", "علی"),
        ("ﷲ", "الله"),
        ("ＰＲ５００９", "PR5009"),
        ("۱۳۰۷۳۰/ت۵۴۱۵۳هــ", "۱۳۰۷۳۰/ت۵۴۱۵۳هـ"),
        ("بهــتر راهـ", "بهتر راه"),
        ("½ سهم", "½ سهم"),
        ("محمّد", "محمّد"),
        ("a\x00b\x7f", "ab"),
        ("plain  text ", "plain text"),
        ("", ""),
    ],
)
def test_what_is_stored(text: str, stored: str):
    assert clean(text) == stored


@given(ANY | PERSIAN)
def test_what_is_stored_stays_as_it_is(text: str):
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    "text",
    [
        "شناسنامهٔ آموزشی",
        "شناسنامۀ آموزشي",
        "شناسنامه‌ آموزشی",
        "شناسنامه‌ی آموزشی"[:9] + "آموزشی",
        "شناسنامه آمـوزشی",
        "شِناسنامه\u200f اموزشی",
    ],
)
def test_one_key_for_what_a_reader_takes_for_the_same(text: str):
    assert search_key(text) == "شناسنامهاموزشی"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("مسئول فنّي", "مسیولفنی"),
        ("مؤمن", "مومن"),
        ("جزء", "جز"),
        ("فاطمة", "فاطمه"),
        ("أحمد إبراهیم", "احمدابراهیم"),
        ("۱۴٠٤/02", "1404/02"),
        ("PR5009 ", "pr5009"),
        ("STRASSE ß", "strassess"),
        ("\u0001\u200c \u2003", ""),
    ],
)
def test_the_compared_form(text: str, key: str):
    assert search_key(text) == key


@given(ANY | PERSIAN)
def test_the_key_of_a_key_is_itself_and_cleaning_does_not_change_it(text: str):
    assert search_key(search_key(text)) == search_key(text)


@given(PERSIAN)
def test_cleaning_does_not_change_the_key(text: str):
    assert search_key(clean(text)) == search_key(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("صادق ثابتی", "سادغ صابطی"),
        ("داوود", "داود"),
        ("رضائی", "رضایی"),
        ("مسئول", "مسؤول"),
        ("مسئول", "مسوول"),
        ("رئوف", "رؤوف"),
        ("خواجه", "خاجه"),
        ("عباس", "اباس"),
        ("طاهره ضیائی", "تاحره زیایی"),
        ("محمّد", "محمد"),
    ],
)
def test_spellings_that_sound_alike_share_a_key(one: str, other: str):
    assert sounds(one) == sounds(other)


@pytest.mark.parametrize(
    ("one", "other"), [("کریم", "رحیم"), ("زهرا", "زهره"), ("11", "1")]
)
def test_what_sounds_different_stays_apart(one: str, other: str):
    assert sounds(one) != sounds(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("200/1834", "1834/200"),
        ("۲۰۰/۱۸۳۴", "1834 / 200"),
        ("200/92/18819", "18819/92/200"),
        ("130730/ت54153هـ", "ت۵۴۱۵۳ه/۱۳۰۷۳۰"),
        ("964–966", "964-966"),
        ("\u200f200/1834\u200e", "200\\1834"),
    ],
)
def test_a_document_is_found_in_either_order(one: str, other: str):
    assert document_key(one) == document_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("200/1834", "200/1835"), ("206/93/560", "206/93/562"), ("1", "")],
)
def test_other_numbers_are_other_documents(one: str, other: str):
    assert document_key(one) != document_key(other)


def test_digits_in_both_directions():
    assert fold_digits("۰۱۲۳۴۵۶۷۸۹ ٠١٢٣٤٥٦٧٨٩ 12") == "0123456789 0123456789 12"
    assert persian_digits("0123456789 ٤٥ الف") == "۰۱۲۳۴۵۶۷۸۹ ۴۵ الف"


def test_the_order_is_the_persian_alphabets():
    ordered = [
        "",
        "(آب)",
        "۲",
        "۱۰",
        "12345678901",
        "آب",
        "آب بند",
        "آبادان",
        "ابهر",
        "أراک ۲",
        "اراک ۱۰",
        "بم",
        "پاوه",
        "تهران",
        "چالوس",
        "حسن",
        "ژاله",
        "شهر قدس",
        "شهربابک",
        "قم",
        "کاشان",
        "گرگان",
        "لار",
        "مشهد",
        "نائین",
        "وان",
        "هرمز",
        "یزد",
        "Birjand",
        "qom",
        "Ωmega",
    ]

    assert sorted(ordered, key=sort_key) == ordered
    assert sorted(ordered, key=lambda text: sort_key(text).encode()) == ordered


@pytest.mark.parametrize("letters", ["آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"])
def test_every_letter_has_its_place(letters: str):
    keys = [sort_key(letter) for letter in letters]

    assert keys == sorted(set(keys))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("علي", "علی"),
        ("كار", "کار"),
        ("خانۀ", "خانهٔ"),
        ("مي\u200cرود", "میرود"),
        ("007", "۷"),
    ],
)
def test_spellings_of_one_word_stand_together(one: str, other: str):
    assert sort_key(one) == sort_key(other)


@given(ANY, ANY)
def test_code_points_and_bytes_order_alike(one: str, other: str):
    first, second = sort_key(one), sort_key(other)

    assert (first < second) == (
        first.encode(errors="surrogatepass") < second.encode(errors="surrogatepass")
    )
