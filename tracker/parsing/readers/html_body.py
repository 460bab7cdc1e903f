"""Where is the document on a page of a law site? What surely is dressing goes; when unsure, everything is kept."""

import re

from lxml import etree

_DRESSING_TAGS = {
    *("script", "style", "noscript", "nav", "aside", "form", "iframe", "button", "select", "option", "textarea"),
    *("object", "embed", "svg", "canvas", "template", "input", "label", "dialog", "video", "audio", "head", "title"),
}
_CONTAINERS = {"div", "section", "ul", "ol", "dl", "table", "article"}
_PAGE_EDGES = {"header", "footer", "menu"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DRESSING_NAMES = re.compile(
    r"(?:^|[\s_-])(?:menu|navi?|navbar|navigation|breadcrumbs?|sidebar|side|footer|foot|header|topbar|login|dang-?nhap|"
    r"comments?|binh-?luan|related|relate|lien-?quan|lienquan|tin-?khac|cookies?|banner|share|social|toolbar|"
    r"download|tai-?ve|ads?|advert\w*|quang-?cao|popup|modal|search|tim-?kiem|tags?|rating|print|skip|copyright|"
    r"newsletter|pagination|paging|widget|vote|hidden|sr-only|visually-hidden|d-none)(?=$|[\s_\d-])",
    re.IGNORECASE,
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
# Signs of an official document. Each counts once.
_SIGNS = tuple(
    re.compile(rule)
    for rule in (
        r"(?i)cộng h[òo][àa] xã hội chủ nghĩa việt nam",
        r"(?i)độc lập\s*[-–]\s*tự do\s*[-–]\s*hạnh phúc",
        r"Số\s*:\s*[\d./ …]*\s*/\s*[A-ZĐ]",
        r"Nơi nhận",
        r"\bKT\.|\bTM\.|\bTL\.|\bTUQ\.",
        r"Căn cứ |Thực hiện (?:Nghị|Quyết|Kế|Chương|Chỉ)",
        r"\bĐiều 1\b|\bI\. |\bI\.\s|\b1\. ",
        r"Tổ chức thực hiện|TỔ CHỨC THỰC HIỆN|Giao Sở|Chủ trì",
        r"\./\.",
    )
)
_ENOUGH_SIGNS = 4
_WEAK_SIGNS = {5, 6}
_END_SIGNS = {3, 4, 8}
_NO_BODIES = ("p", "ol", "ul")
_TABLE_PARTS = ("table", "tbody", "thead", "tr")
_ANNEX = re.compile(r"PHỤ LỤC|Phụ lục|PHỤ BIỂU|BIỂU SỐ")
_SPACES = re.compile(r"\s{2,}|[^\S ]")
_LINK_SHARE = 0.6
_FEWEST_LINKS = 3
_LONGEST_DRESSING = 6000


def drop_dressing(root: "etree._Element") -> None:
    """Remove scripts, menus, forms, hidden parts and lists of links; a part that reads like the document stays."""
    for element in list(root.iter()):
        if element.getparent() is None:
            continue
        if not isinstance(element.tag, str):
            _remove(element)
        elif element.tag in ("html", "body"):
            continue
        elif element.tag in _DRESSING_TAGS:
            if element.tag != "form" or not reads_like_document(element):
                _remove(element)
        elif _is_hidden(element) or (_looks_like_dressing(element) and not reads_like_document(element, enough=2)):
            _remove(element)


def find_body(root: "etree._Element") -> "etree._Element":
    """Return the smallest element that surely holds the whole document with its annexes, else the element given."""
    if not reads_like_document(root):
        return root
    best, inner = root, _inner(root)
    while inner is not None:
        best = best if inner.tag in _TABLE_PARTS else inner
        inner = _inner(inner)
    return best


def _inner(parent: "etree._Element") -> "etree._Element | None":
    """Return the one child that holds all signs, annexes and data tables of its parent; None when none surely does."""
    texts = [_text(child) for child in parent]
    likely = [at for at, text in enumerate(texts) if len(_signs(text)) >= _ENOUGH_SIGNS]
    if len(likely) != 1 or parent[likely[0]].tag in _NO_BODIES:
        return None
    outside = " ".join(text for at, text in enumerate(texts) if at != likely[0])
    if _ANNEX.search(outside) or _signs(outside) - _WEAK_SIGNS or not _signs(texts[likely[0]]) & _END_SIGNS:
        return None
    others = (child for at, child in enumerate(parent) if at != likely[0])
    if any(_is_data_table(table) for other in others for table in other.iter("table")):
        return None
    return parent[likely[0]] if len(outside) < max(len(texts[likely[0]]), _LONGEST_DRESSING) else None


def reads_like_document(element: "etree._Element", enough: int = _ENOUGH_SIGNS) -> bool:
    """Tell whether an element shows enough signs of an official document."""
    return len(_signs(_text(element))) >= enough


def _is_data_table(table: "etree._Element") -> bool:
    rows = list(table.iter("tr"))
    return len(rows) >= 3 and max(len(row) for row in rows) >= 3


def _signs(text: str) -> set[int]:
    return {at for at, rule in enumerate(_SIGNS) if rule.search(text)}


def _text(element: "etree._Element") -> str:
    if not isinstance(element.tag, str):
        return ""
    return _SPACES.sub(" ", "".join(piece if isinstance(piece, str) else "" for piece in element.itertext())).strip()


def _is_hidden(element: "etree._Element") -> bool:
    hidden = element.get("hidden") is not None or str(element.get("aria-hidden", "")).lower() == "true"
    return hidden or bool(_HIDDEN_STYLE.search(str(element.get("style", ""))))


def _looks_like_dressing(element: "etree._Element") -> bool:
    return _is_named_dressing(element) or _is_link_list(element)


def _is_named_dressing(element: "etree._Element") -> bool:
    if element.tag in _PAGE_EDGES or element.get("role") in ("navigation", "banner", "contentinfo", "search", "dialog"):
        return True
    if element.tag not in _CONTAINERS:
        return False
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return bool(names.strip()) and bool(_DRESSING_NAMES.search(re.sub(r"(?<=[a-zà-ỹ])(?=[A-Z])", "-", names)))


def _is_link_list(element: "etree._Element") -> bool:
    if element.tag not in ("div", "ul", "ol", "section", "p", "td", "table"):
        return False
    links = list(element.iter("a"))
    if len(links) < _FEWEST_LINKS:
        return False
    linked = sum(len(_text(link)) for link in links)
    return linked > _LINK_SHARE * max(len(_text(element)), 1)


def _remove(element: "etree._Element") -> None:
    """Take an element out and keep the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = _settable((before.tail or "") + element.tail)
        else:
            parent.text = _settable((parent.text or "") + element.tail)
    parent.remove(element)


def _settable(text: str) -> str:
    """Return text without the signs that lxml gives from a broken page ("&#1;") but does not take."""
    return _CONTROL.sub(" ", text)
