"""Word files written part by part, for what python-docx cannot write: numbers, tracked changes, boxes, notes."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def _types(names: list[str]) -> str:
    kinds = {"document": "document.main"}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_MAIN}.{kinds.get(name, name)}+xml"/>' for name in names
    )
    defaults = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'<Types xmlns="{_PACKAGE}/content-types">{defaults}{overrides}</Types>'


def _relations(targets: dict[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="r{at}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def word_file(body: str, *, strict: bool = False, **parts: str) -> bytes:
    """Return a .docx with this body; further parts by name ("numbering", "styles", "footnotes", "endnotes")."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _types(["document", *parts]))
        package.writestr("_rels/.rels", _relations({"officeDocument": "word/document.xml"}))
        package.writestr("word/_rels/document.xml.rels", _relations({name: f"{name}.xml" for name in parts}))
        for name, inside in {"document": f"<w:body>{body}</w:body>", **parts}.items():
            part = f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {_SPACES}>{inside}</w:{name}>'
            if strict:
                part = part.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
            package.writestr(f"word/{name}.xml", part)
    return stream.getvalue()


def p(words: str, *, num: int | None = None, level: int = 0, style: str = "", mark: str = "", run: str = "") -> str:
    """Return a paragraph: text or runs, number and level, style, what happened to its end mark, run properties."""
    numbers = "" if num is None else f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    marked = f"<w:rPr><w:{mark}/></w:rPr>" if mark else ""
    inside = words if words.startswith("<w:") else r(words, run)
    return f"<w:p><w:pPr>{named}{numbers}{marked}</w:pPr>{inside}</w:p>"


def r(words: str, properties: str = "") -> str:
    """Return a run of text with these run properties."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def levels(*shapes: tuple[str, str], more: str = "", start: int = 1) -> str:
    """Return numbering levels from (number format, printed pattern) each."""
    return "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{more if depth else ""}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        for depth, (kind, pattern) in enumerate(shapes)
    )


def numbering(abstracts: dict[int, str], numbers: dict[int, str]) -> str:
    """Return the numbering part: abstract lists by id, and what stands in each number instance."""
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{name}">{inside}</w:abstractNum>' for name, inside in abstracts.items()
    )
    return lists + "".join(f'<w:num w:numId="{name}">{inside}</w:num>' for name, inside in numbers.items())


def abstract(name: int) -> str:
    """Return the pointer from a number instance to its list."""
    return f'<w:abstractNumId w:val="{name}"/>'


def table(*rows: str) -> str:
    """Return a table of these rows."""
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    """Return a table row of these cells."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def c(inside: str, properties: str = "") -> str:
    """Return a cell: text or whole paragraphs and tables."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside if inside.startswith('<w:') else p(inside)}</w:tc>"


def field(instruction: str, shown: str) -> str:
    """Return the runs of a field: what it asks for and what is printed."""
    sign = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    asked = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return f"{sign.format('begin')}{asked}{sign.format('separate')}{shown}{sign.format('end')}"
