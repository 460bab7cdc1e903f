"""Does the document that an agency hands in as its own plan name that agency? Pure."""

from tracker.vietnamese import fold


def letterhead_of(text: str, title: str) -> str:
    """Return what stands above the title of a document, at most its first 600 characters."""
    head = text[:600]
    place = head.find(title[:40]) if title else -1
    return head[:place] if place > 0 else head


def names_agency(letterhead: str, agency: str) -> bool:
    """Tell whether a letterhead names the agency; a department stands there below its people's committee."""
    return f" {_key(agency)} " in f" {_key(letterhead)} "


def _key(words: str) -> str:
    return " ".join(fold(words).replace("uy ban nhan dan", "ubnd").split())
