"""The font that set-up cuts has every letter the pages are written in."""

from pathlib import Path

from fontTools.ttLib import TTFont

ROOT = Path(__file__).parents[2]
FONT = ROOT / "var-assets" / "web" / "fonts" / "vazirmatn.woff2"


def test_every_letter_of_the_wording_is_in_the_font() -> None:
    letters = set("۰۱۲۳۴۵۶۷۸۹٬٫٪−«»؟،؛ء‌گچپژکیآأؤئۀهٔ–—‹›“”…·")
    for catalogue in (ROOT / "src").rglob("django.po"):
        letters |= set(catalogue.read_text(encoding="utf-8"))
    known = set(map(chr, TTFont(FONT).getBestCmap()))

    assert sorted(letters - known - {"\n", "\t"}) == []


def test_the_font_keeps_every_weight() -> None:
    weights = TTFont(FONT)["fvar"].axes[0]

    assert (weights.axisTag, weights.minValue, weights.maxValue) == ("wght", 100, 900)
