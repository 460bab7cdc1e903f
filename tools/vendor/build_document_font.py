"""Cut Tinos, the font of documents, down to Latin and Vietnamese: one woff2 per style.

Tinos has the metrics of Times New Roman, which offices have and we may not ship. The whole files are cut, never the
ready-made subsets of a web package: merged, those give wrong glyphs on paper.

    apt-get install fonts-croscore      (20201225)
    pip install fonttools==4.68.0 brotli==1.2.1      (in an environment of its own)
    python tools/vendor/build_document_font.py /usr/share/fonts/truetype/croscore static/vendor/tinos
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

STYLES = {"Regular": "400", "Bold": "700", "Italic": "400-italic", "BoldItalic": "700-italic"}
KEPT = (
    (0x0020, 0x007E),
    (0x00A0, 0x017F),
    (0x01A0, 0x01B0),  # ơ, ư
    (0x02C6, 0x02DD),
    (0x0300, 0x0331),  # marks that stand alone
    (0x0391, 0x03C9),
    (0x1E80, 0x1EF9),  # Vietnamese
    (0x2000, 0x206F),
    (0x2070, 0x209F),
    (0x20A0, 0x20BF),
    (0x2100, 0x215E),
    (0x2190, 0x21FF),
    (0x2200, 0x22FF),
    (0x25A0, 0x25FF),
)


def cut(source: Path, target: Path) -> None:
    """Write the letters that documents need, with kerning and the placing of marks; the hints go."""
    options = Options()
    options.flavor, options.hinting, options.layout_features = "woff2", False, ["*"]
    options.name_IDs, options.name_languages, options.notdef_outline = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14], ["*"], True
    font = TTFont(source)
    font.recalcTimestamp = False  # the same input gives the same bytes
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in KEPT for code in range(first, last + 1)])
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(target)


def main(folder: Path, target: Path) -> None:
    """Build all styles."""
    target.mkdir(parents=True, exist_ok=True)
    for style, short in STYLES.items():
        cut(folder / f"Tinos-{style}.ttf", target / f"tinos-{short}.woff2")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
