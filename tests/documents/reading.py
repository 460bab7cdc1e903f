"""What a Word file says."""

from typing import Any

from docx.oxml.ns import qn


def text_of(paragraph: Any) -> str:
    """The text of a paragraph's element; Word's own hyphen that breaks no line reads as a hyphen, as Word reads it."""
    found = paragraph.iter(qn("w:t"), qn("w:noBreakHyphen"))
    return "".join("-" if node.tag == qn("w:noBreakHyphen") else node.text or "" for node in found)
