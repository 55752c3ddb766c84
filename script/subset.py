"""Cut a font to the letters that Karamad writes.

script/subset.py SOURCE TARGET     .woff2 for browsers, .ttf for paper
"""

import sys
from pathlib import Path

from fontTools import subset

LETTERS = [
    (0x0020, 0x007E),  # Latin, digits, punctuation
    (0x00A0, 0x00FF),  # Latin of European names, guillemets
    (0x0600, 0x06FF),  # Arabic script: Persian letters, digits, marks
    (0x2000, 0x200F),  # spaces, half-space, direction marks
    (0x2010, 0x2027),  # dashes, quotation marks, ellipsis, bullet
    (0x202A, 0x202F),
    (0x2030, 0x203A),  # per mille, angle quotation marks
    (0x2066, 0x2069),
    (0x2190, 0x2193),  # arrows
    (0x2212, 0x2212),  # minus
    (0x2248, 0x2265),  # about, not equal, at most, at least
    (0x25CC, 0x25CC),  # the circle a mark sits on
]


def main() -> None:
    source, target = map(Path, sys.argv[1:3])
    options = subset.Options()
    options.flavor = "woff2" if target.suffix == ".woff2" else None
    options.layout_features = ["*"]
    options.hinting = False
    options.notdef_outline = True
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(
        unicodes=[code for low, high in LETTERS for code in range(low, high + 1)]
    )
    cutter.subset(font)
    subset.save_font(font, str(target), options)


if __name__ == "__main__":
    main()
