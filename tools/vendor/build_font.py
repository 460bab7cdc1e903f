"""Merge the subsets of Be Vietnam Pro into one woff2 per weight and give them figures of equal width.

The stock font has no tabular figures. Ten glyphs "*.tnum" of width 624 are added (outline centred, narrowed only
where wider than 556) and reached by the OpenType feature tnum.

    npm pack @fontsource/be-vietnam-pro@5.3.0 && tar xzf fontsource-be-vietnam-pro-5.3.0.tgz
    pip install fonttools==4.68.0 brotli==1.2.1      (in an environment of its own)
    python tools/vendor/build_font.py package static/vendor/be-vietnam-pro
"""

import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.misc.transform import Transform
from fontTools.otlLib.builder import buildLookup, buildSingleSubstSubtable
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

FACES = {"400-normal": "400", "500-normal": "500", "600-normal": "600", "400-italic": "400-italic"}
SUBSETS = ("latin", "latin-ext", "vietnamese")
WIDTH = 624
WIDEST = 556


def merged(package: Path, face: str, folder: Path) -> TTFont:
    """Return one font with the glyphs of all subsets of a face."""
    parts = []
    for subset in SUBSETS:
        font = TTFont(package / "files" / f"be-vietnam-pro-{subset}-{face}.woff2")
        font.flavor = None
        part = folder / f"{subset}-{face}.ttf"
        font.save(part)
        parts.append(str(part))
    return Merger().merge(parts)


def add_even_figures(font: TTFont) -> dict[str, str]:
    """Add the ten glyphs; return figure -> its even twin."""
    glyphs = font.getGlyphSet()
    names = font.getBestCmap()
    twins = {}
    for digit in "0123456789":
        name = names[ord(digit)]
        bounds = BoundsPen(glyphs)
        glyphs[name].draw(bounds)
        left, _, right, _ = bounds.bounds
        narrow = min(1.0, WIDEST / (right - left))
        shift = (WIDTH - narrow * (right - left)) / 2 - narrow * left
        pen = TTGlyphPen(None)
        glyphs[name].draw(TransformPen(pen, Transform(narrow, 0, 0, 1, shift, 0)))
        twin = f"{name}.tnum"
        font.setGlyphOrder([*font.getGlyphOrder(), twin])
        outline = pen.glyph()
        font["glyf"][twin] = outline
        outline.recalcBounds(font["glyf"])
        font["hmtx"][twin] = (WIDTH, outline.xMin)
        twins[name] = twin
    return twins


def add_feature(font: TTFont, twins: dict[str, str]) -> None:
    """Reach the twins by the feature tnum in every script and language of the font."""
    table = font["GSUB"].table
    table.LookupList.Lookup.append(buildLookup([buildSingleSubstSubtable(twins)]))
    table.LookupList.LookupCount = len(table.LookupList.Lookup)
    record = otTables.FeatureRecord()
    record.FeatureTag = "tnum"
    record.Feature = otTables.Feature()
    record.Feature.FeatureParams = None
    record.Feature.LookupListIndex = [table.LookupList.LookupCount - 1]
    record.Feature.LookupCount = 1
    features = table.FeatureList.FeatureRecord
    old = list(features)
    features.append(record)
    features.sort(key=lambda entry: entry.FeatureTag)
    moved = {index: features.index(entry) for index, entry in enumerate(old)}
    for script in table.ScriptList.ScriptRecord:
        languages = [entry.LangSys for entry in script.Script.LangSysRecord]
        for language in [script.Script.DefaultLangSys, *languages]:
            if language is None:
                continue
            indices = [moved[index] for index in language.FeatureIndex] + [features.index(record)]
            language.FeatureIndex = sorted(indices)
            language.FeatureCount = len(indices)
            if language.ReqFeatureIndex != 0xFFFF:
                language.ReqFeatureIndex = moved[language.ReqFeatureIndex]
    table.FeatureList.FeatureCount = len(features)


def main(package: Path, target: Path) -> None:
    """Build all faces."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for face, short in FACES.items():
            font = merged(package, face, Path(folder))
            add_feature(font, add_even_figures(font))
            source = TTFont(package / "files" / f"be-vietnam-pro-latin-{face}.woff2")
            stamp = source["head"].modified  # the same input gives the same bytes
            font["head"].created = font["head"].modified = stamp
            font.recalcTimestamp = False
            font.flavor = "woff2"
            font.save(target / f"be-vietnam-pro-{short}.woff2")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
