"""Persian text: what is stored, and the forms in which it is compared and ordered.

The field's files mix Arabic and Persian letters, three sets of digits, bidi marks and
half-spaces that are there or not; the same name must be found all the same.
Source: docs/domain.md 9.3.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

ZWNJ = "\u200c"
TATWEEL = "\u0640"
HAMZA_ABOVE = "\u0654"

_ASCII_DIGITS = "0123456789"
_PERSIAN_DIGITS = "۰۱۲۳۴۵۶۷۸۹"
_ARABIC_DIGITS = "٠١٢٣٤٥٦٧٨٩"

_TO_ASCII_DIGITS = str.maketrans(_PERSIAN_DIGITS + _ARABIC_DIGITS, _ASCII_DIGITS * 2)
_TO_PERSIAN_DIGITS = str.maketrans(_ASCII_DIGITS + _ARABIC_DIGITS, _PERSIAN_DIGITS * 2)

# ---- what we store --------------------------------------------------------

_CONTROLS = [chr(n) for n in (*range(0x20), *range(0x7F, 0xA0)) if not chr(n).isspace()]
BIDI = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_ZERO_WIDTH = "\ufeff\u200b\u200d\u2060\u00ad\u180e\ufffe\uffff"

_STORED = str.maketrans(
    {
        **dict.fromkeys((*_CONTROLS, *BIDI, *_ZERO_WIDTH)),
        "ي": "ی",
        "ى": "ی",
        "ې": "ی",
        "ے": "ی",
        "ك": "ک",
        "ڪ": "ک",
        "ہ": "ه",
        "ھ": "ه",
        "ە": "ه",
        "ۀ": "ه" + HAMZA_ABOVE,
    }
)

_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc\uff01-\uff5e]+")
_NEVER_JOINS_ON = "اآأإٱدذرزژوؤءۃة"
# A half-space says something only after a letter that would join on to the next.
_IDLE_ZWNJ = re.compile(
    f"(?<![^\\W_]){ZWNJ}+|(?<=[{_NEVER_JOINS_ON}]){ZWNJ}+|{ZWNJ}+(?![^\\W_])"
)
_MANY_ZWNJ = re.compile(f"{ZWNJ}{{2,}}")
# «هـ» alone, as in «ت54153هـ», is the letter as the field writes it, not an ornament.
_IDLE_TATWEEL = re.compile(
    f"(?<!ه){TATWEEL}+|(?<=[^\\W\\d_]ه){TATWEEL}+|{TATWEEL}+(?=\\w)"
)
_MANY_TATWEEL = re.compile(f"{TATWEEL}{{2,}}")
_SETTLED_LETTERS = "[!-~آأؤإئابتثجحخدذرزسشصضطظعغفقلمنهوپچژکگی۰-۹٠-٩«»،؛؟٬٫–]+"
_SETTLED = re.compile(f"{_SETTLED_LETTERS}(?: {_SETTLED_LETTERS})*")


def clean(text: str) -> str:
    """Return the text as we store it: one spelling for each letter, nothing invisible.

    Digits and vowel marks stay as they are written; half-spaces stay where they part
    two letters; «ۀ» is written «هٔ».
    """
    if _SETTLED.fullmatch(text):
        return text
    text = _PRESENTATION.sub(_compatible, text)
    text = unicodedata.normalize("NFC", text).translate(_STORED)
    # Letters and marks that stood apart may meet once the marks between them are gone.
    text = unicodedata.normalize("NFC", text)
    text = text.replace("ی" + HAMZA_ABOVE, "ئ")
    if TATWEEL in text:
        text = _IDLE_TATWEEL.sub("", _MANY_TATWEEL.sub(TATWEEL, text))
    if ZWNJ in text:
        text = _IDLE_ZWNJ.sub("", _MANY_ZWNJ.sub(ZWNJ, text))
    return " ".join(text.split())


def _compatible(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found.group())


def fold_digits(text: str) -> str:
    """Return the text with Persian and Arabic digits as 0–9."""
    return text.translate(_TO_ASCII_DIGITS)


def persian_digits(text: str) -> str:
    """Return the text with 0–9 and Arabic digits as ۰–۹."""
    return text.translate(_TO_PERSIAN_DIGITS)


# ---- what we compare ------------------------------------------------------

_MARKS = [
    chr(n)
    for first, last in ((0x610, 0x61A), (0x64B, 0x65F), (0x6D6, 0x6DC), (0x6DF, 0x6E8))
    for n in range(first, last + 1)
] + ["\u0670", "\u06ea", "\u06eb", "\u06ec", "\u06ed"]
_BLANKS = [chr(n) for n in range(0x3001) if chr(n).isspace()]

_COMPARED = {
    **_STORED,
    **dict.fromkeys(map(ord, (*_MARKS, *_BLANKS, ZWNJ, TATWEEL, "ء"))),
    **str.maketrans(_PERSIAN_DIGITS + _ARABIC_DIGITS, _ASCII_DIGITS * 2),
    **str.maketrans("آأإٱةۃۀؤئ", "ااااهههوی"),
}


@lru_cache(maxsize=1 << 16)
def search_key(text: str) -> str:
    """Return the form in which two texts are the same to a reader.

    Blanks, half-spaces, tatweel, vowel marks and hamza are gone; آ is ا, ة is ه,
    ؤ is و, ئ is ی; digits are 0–9; case is folded. Punctuation stays.
    """
    key = text.translate(_COMPARED)
    if key.isascii():
        return key.lower()
    key = unicodedata.normalize("NFKC", key).casefold()
    key = unicodedata.normalize("NFKC", key).translate(_COMPARED)
    return unicodedata.normalize("NFC", key)


_SOUND = str.maketrans("ثصذضظطحغع", "سسزززتهقا")
_HAMZA_BEFORE_VAV = re.compile("[ئؤ]و")
_DOUBLED = re.compile(r"([^\W\d_])\1+")


@lru_cache(maxsize=1 << 16)
def sounds(text: str) -> str:
    """Return a key shared by the spellings that Persian ears confuse.

    س ص ث, ز ذ ض ظ, ت ط, ه ح, غ ق and ا ع are one letter each; a doubled letter counts
    once (داوود, داود; رضائی, رضایی); «مسئول» is «مسؤول»; «خوا» is «خا».
    """
    key = search_key(_HAMZA_BEFORE_VAV.sub("و", clean(text))).translate(_SOUND)
    return _DOUBLED.sub(r"\1", key.replace("خوا", "خا"))


_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+")


@lru_cache(maxsize=1 << 14)
def document_key(number: str) -> str:
    """Return the key of a document's number: its parts, whatever their order.

    Right-to-left text turns 200/1834 into 1834/200; both have one key.
    """
    return "/".join(sorted(_TOKEN.findall(search_key(number))))


# ---- what we order --------------------------------------------------------

_ALPHABET = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
_ORDERED = {
    **_COMPARED,
    **dict.fromkeys(map(ord, _BLANKS), " "),
    **{ord(letter): chr(0x41 + n) for n, letter in enumerate(_ALPHABET)},
    **{ord(letter): "B" for letter in "أإٱ"},
    **{ord(letter): chr(0x41 + _ALPHABET.index("ه")) for letter in "ةۃۀہھە"},
    **{ord(letter): chr(0x41 + _ALPHABET.index("ی")) for letter in "يىئېے"},
    **{ord(letter): chr(0x41 + _ALPHABET.index("ک")) for letter in "كڪ"},
    ord("ؤ"): chr(0x41 + _ALPHABET.index("و")),
}
_NUMBER = re.compile("[0-9]+")
_LAST_SINGLE = 9


@lru_cache(maxsize=1 << 14)
def sort_key(text: str) -> str:
    """Return a text whose code-point order is the order of the Persian alphabet.

    Blanks come first, then other signs, numbers by value (۲ before ۱۰), آ ا ب پ … ی,
    Latin letters, the rest. The order holds byte by byte in UTF-8, so that a database
    needs no collation of its own.
    """
    text = " ".join(_PRESENTATION.sub(_compatible, text).split())
    # Latin letters must leave the range into which the Persian ones are mapped.
    return _NUMBER.sub(_by_value, "".join(map(_ordered, text)))


@lru_cache(maxsize=1 << 12)
def _ordered(letter: str) -> str:
    if letter.isascii():
        if letter.isalpha():
            return "{" + letter.lower()
        return letter if letter.isdigit() or letter == " " else "!"
    if letter in _PERSIAN_DIGITS or letter in _ARABIC_DIGITS:
        return fold_digits(letter)
    place: str | None = _ORDERED.get(ord(letter), "~" + letter.casefold())
    return place or ""


def _by_value(number: re.Match[str]) -> str:
    digits = number.group().lstrip("0") or "0"
    if len(digits) <= _LAST_SINGLE:
        return f"{len(digits)}{digits}"
    return f":{len(digits):04}{digits}"
