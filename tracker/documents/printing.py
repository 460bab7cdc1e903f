"""An official document as a page for the eye and as a PDF: one fragment, one stylesheet."""

from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import Any

from flask import render_template
from flask_babel import gettext as _

from tracker.documents import layout
from tracker.documents.official import OfficialDocument, cleaned, closed, lines_of, with_signs
from tracker.errors import DomainError

MEDIA_TYPE = "application/pdf"
PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class NoPdfHere(DomainError):
    """The machine lacks the libraries that set a PDF; Word and the print preview work without them."""

    status = 503


def shown(*officials: OfficialDocument) -> dict[str, Any]:
    """Return what the fragment `documents/_papers.html` needs to show the documents, one after the other."""
    return {
        "papers": [cleaned(official) for official in officials],
        "layout": layout,
        "closed": closed,
        "lines_of": lines_of,
        "with_signs": with_signs,
    }


def pdf_file(*officials: OfficialDocument) -> bytes:
    """Return the documents as one PDF file, each on its own pages.

    Raises NoPdfHere where the system lacks what WeasyPrint needs.
    """
    setter = _setter()
    if setter is None:
        raise NoPdfHere(
            _(
                "Máy chủ chưa tạo được PDF vì thiếu thư viện: đề nghị quản trị cài gói %(packages)s; trong lúc chờ, "
                "hãy tải Word hoặc in từ bản xem trước.",
                packages=PACKAGES,
            )
        )
    made: bytes = setter.pdf_of(render_template("documents/pdf.html", **shown(*officials)))
    return made


@lru_cache(maxsize=1)
def _setter() -> ModuleType | None:
    """Load WeasyPrint on the first PDF: it takes a second, and fails where Pango is missing."""
    try:
        return import_module("tracker.documents.pdf")
    except (OSError, ImportError):
        return None
