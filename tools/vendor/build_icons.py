"""Write static/vendor/icons.svg: one sprite with only the icons that the templates use.

npm pack @tabler/icons@3.51.0 && tar xzf tabler-icons-3.51.0.tgz
python tools/vendor/build_icons.py package static/vendor/icons.svg
"""

import re
import sys
from pathlib import Path

NAMES = [
    "alert-circle",
    "alert-triangle",
    "arrow-back-up",
    "ban",
    "bell",
    "building",
    "calendar-check",
    "calendar-off",
    "check",
    "chevron-right",
    "circle",
    "circle-check",
    "circle-dashed",
    "circle-half",
    "circle-minus",
    "clock-exclamation",
    "clock-hour-4",
    "device-floppy",
    "download",
    "edit",
    "file-spreadsheet",
    "file-text",
    "help-circle",
    "history",
    "inbox",
    "info-circle",
    "logout",
    "menu-2",
    "paperclip",
    "player-pause",
    "plus",
    "presentation",
    "printer",
    "search",
    "send",
    "trash",
    "upload",
    "user",
    "users",
    "x",
]


def symbol(package: Path, name: str) -> str:
    """Return one <symbol>; strokes and colours come from the page's own rules for .icon."""
    drawing = (package / "icons" / "outline" / f"{name}.svg").read_text(encoding="utf-8")
    shapes = re.findall(r"<(?:path|circle|line|rect|polyline|ellipse)\b[^>]*?/>", drawing)
    drawn = (re.sub(r"\s+", " ", shape) for shape in shapes if 'stroke="none" d="M0 0h24v24H0z"' not in shape)
    return f'<symbol id="{name}" viewBox="0 0 24 24">{"".join(drawn)}</symbol>'


def main(package: Path, target: Path) -> None:
    """Build the sprite from an unpacked @tabler/icons."""
    symbols = "\n".join(symbol(package, name) for name in sorted(NAMES))
    target.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n', encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
