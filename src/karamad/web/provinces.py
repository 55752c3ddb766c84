"""The 31 provinces on a grid that keeps neighbours; a map does not mirror.

Source: the two-digit codes of the Statistical Centre of Iran.
"""

from __future__ import annotations

from dataclasses import dataclass

GRID = """
04 03 24
12 19 01 02 27 28
05 13 26 30 23 20 09
16 15 00 25 10 21 29
-- 06 14 17 07 08 11
-- -- -- 18 -- 22
"""

# Two lines where a name is long; “|” is where it breaks.
NAMES = {
    "00": ("مرکزی", "Markazi"),
    "01": ("گیلان", "Gilan"),
    "02": ("مازندران", "Mazandaran"),
    "03": ("آذربایجان|شرقی", "East|Azerbaijan"),
    "04": ("آذربایجان|غربی", "West|Azerbaijan"),
    "05": ("کرمانشاه", "Kermanshah"),
    "06": ("خوزستان", "Khuzestan"),
    "07": ("فارس", "Fars"),
    "08": ("کرمان", "Kerman"),
    "09": ("خراسان|رضوی", "Razavi|Khorasan"),
    "10": ("اصفهان", "Isfahan"),
    "11": ("سیستان و|بلوچستان", "Sistan and|Baluchestan"),
    "12": ("کردستان", "Kurdistan"),
    "13": ("همدان", "Hamadan"),
    "14": ("چهارمحال و|بختیاری", "Chaharmahal|and Bakhtiari"),
    "15": ("لرستان", "Lorestan"),
    "16": ("ایلام", "Ilam"),
    "17": ("کهگیلویه و|بویراحمد", "Kohgiluyeh|and Boyer-Ahmad"),
    "18": ("بوشهر", "Bushehr"),
    "19": ("زنجان", "Zanjan"),
    "20": ("سمنان", "Semnan"),
    "21": ("یزد", "Yazd"),
    "22": ("هرمزگان", "Hormozgan"),
    "23": ("تهران", "Tehran"),
    "24": ("اردبیل", "Ardabil"),
    "25": ("قم", "Qom"),
    "26": ("قزوین", "Qazvin"),
    "27": ("گلستان", "Golestan"),
    "28": ("خراسان|شمالی", "North|Khorasan"),
    "29": ("خراسان|جنوبی", "South|Khorasan"),
    "30": ("البرز", "Alborz"),
}

# Where the English name is too long for a tile on a phone.
SHORT = {
    "02": "Mazan-|daran",
    "03": "East|Azerb.",
    "04": "West|Azerb.",
    "05": "Kerman-|shah",
    "06": "Khuze-|stan",
    "09": "Razavi|Khor.",
    "11": "Sistan-|Baluch.",
    "12": "Kurdi-|stan",
    "14": "Chahar-|mahal",
    "17": "Kohgi-|luyeh",
    "22": "Hormoz-|gan",
    "28": "North|Khor.",
    "29": "South|Khor.",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a province stands, counted from the north-west corner."""

    code: str
    column: int
    row: int


PLACES = {
    code: Place(code, column, row)
    for row, line in enumerate(GRID.strip().splitlines())
    for column, code in enumerate(line.split())
    if code != "--"
}


def name(code: str, *, persian: bool) -> str:
    """Return the province's name in one line."""
    return NAMES[code][0 if persian else 1].replace("|", " ")


def lines(code: str, *, persian: bool) -> list[str]:
    """Return the name as it is set on a tile."""
    if not persian and code == "17":
        return ["Kohgiluyeh,", "Boyer-Ahmad"]
    return NAMES[code][0 if persian else 1].split("|")


def short_lines(code: str, *, persian: bool) -> list[str]:
    """Return the name as it is set on a tile of a phone's width."""
    if persian and code == "14":
        return ["چهارمحال", "و بختیاری"]
    if not persian and code in SHORT:
        return SHORT[code].split("|")
    return lines(code, persian=persian)
