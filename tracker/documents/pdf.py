"""A page of ours as PDF bytes, by WeasyPrint. Loaded only when a PDF is asked for (`printing.py`): it is heavy, and
needs libraries of the system."""

from pathlib import Path
from typing import Any

from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher

STATIC = Path(__file__).resolve().parents[2] / "static"


class _OurFilesOnly(URLFetcher):  # type: ignore[misc]
    """Fetches our stylesheet and fonts and nothing else: no address in a document is ever followed."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        if not url.startswith(f"{STATIC.as_uri()}/"):
            raise FatalURLFetchingError(f"a document asks for {url}")
        return super().fetch(url, headers)


def pdf_of(page: str) -> bytes:
    """Return the page (HTML that names stylesheets of `static/css`) as a PDF file, its fonts inside."""
    fetcher = _OurFilesOnly(allowed_protocols=("file",), allow_redirects=False)
    made: bytes = HTML(string=page, base_url=f"{STATIC.as_uri()}/css/", url_fetcher=fetcher).write_pdf(pdf_tags=True)
    return made
