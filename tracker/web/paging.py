"""Pages of a long list, addressed by ?trang=N."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request, url_for

PAGE_SIZE = 50

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of rows, and where it stands among `total`."""

    rows: Sequence[Row]
    number: int
    total: int
    size: int = PAGE_SIZE

    @property
    def last(self) -> int:
        """Number of the last page, at least 1."""
        return max(1, -(-self.total // self.size))

    def address(self, number: int) -> str:
        """Return this address with another page number; filters stay."""
        kept: dict[str, Any] = {**(request.view_args or {}), **request.args.to_dict(flat=False), "trang": number}
        return url_for(request.endpoint or "", **kept)


def asked_page() -> int:
    """Return the page number asked for, 1 when it is missing or senseless."""
    written = request.args.get("trang", "1")
    return max(1, int(written)) if written.isdecimal() and len(written) < 7 else 1
