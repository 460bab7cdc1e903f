"""Numbers in addresses: those that no row can have are unknown addresses, not faults of the database."""

from flask import Flask
from werkzeug.routing import IntegerConverter

LARGEST_ID = 2**31 - 1  # what PostgreSQL keeps in an integer


class RowNumber(IntegerConverter):
    """The number of a row."""

    def __init__(self, map: object, **limits: int) -> None:
        super().__init__(map, **{"max": LARGEST_ID, **limits})  # type: ignore[arg-type]


def limit_numbers(app: Flask) -> None:
    """Make every <int:…> of the addresses a row number."""
    app.url_map.converters["int"] = RowNumber
