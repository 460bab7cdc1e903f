"""What the pages of the demonstration cost: SQL statements of each, and the bytes of a first visit, compressed."""

import gzip
import json
import os
import re
import tempfile
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from config import load_settings
from tests.auditing import counted_statements
from tracker import create_app
from tracker.demonstration.accounts import ACCOUNTS_FILE
from tracker.demonstration.run import prepare
from tracker.demonstration.story import DEMONSTRATION_DAY

ROOT = Path(__file__).resolve().parents[1]
PAGES = {
    "clerk": ("/viec", "/nhiem-vu", "/bao-cao", "/ke-hoach", "/thong-bao"),
    "monitor": ("/theo-doi", "/cho-xu-ly", "/tiep-nhan", "/ban-chi-dao"),
    "committee": ("/ban-chi-dao",),
    "administrator": ("/quan-tri/nguoi-dung", "/quan-tri/co-quan", "/quan-tri/thu"),
}


def main() -> None:
    """Make a demonstration in a temporary folder and print one line a page."""
    with tempfile.TemporaryDirectory() as folder:
        instance = Path(folder)
        os.environ |= {"TRACKER_INSTANCE": folder, "TRACKER_TODAY": DEMONSTRATION_DAY.isoformat()}
        os.environ.pop("DATABASE_URL", None)
        prepare(instance, embedded=True)
        app = create_app({**load_settings(), "WTF_CSRF_ENABLED": False})
        accounts = {a["email"].partition("@")[0]: a for a in json.loads((instance / ACCOUNTS_FILE).read_text())}
        for role, paths in PAGES.items():
            client = signed_in(app, accounts[role])
            for path in paths:
                report(app, client, role, path)


def signed_in(app: Flask, account: dict[str, str]) -> FlaskClient:
    """Return a client on which the account has signed in."""
    client = app.test_client()
    client.post("/dang-nhap", data={"email": account["email"], "password": account["password"]})
    return client


def report(app: Flask, client: FlaskClient, role: str, path: str) -> None:
    """Print statements and weight of one page."""
    with app.app_context(), counted_statements() as statements:
        answer = client.get(path)
    page = answer.get_data(as_text=True)
    static = sum(compressed(client.get(url).data) for url in assets(page))
    own = compressed(page.encode())
    line = f"{role:<14} {path:<22} {answer.status_code}  {len(statements):3} statements"
    print(f"{line}  {own / 1024:6.1f} KB page  {(own + static) / 1024:6.1f} KB first visit")


def assets(page: str) -> list[str]:
    """Return the static files that the page names, with the fonts that its styles name."""
    urls = dict.fromkeys(re.findall(r'(?:href|src)="(/static/[^"#]+)', page))
    fonts = (ROOT / "static" / "vendor" / "be-vietnam-pro").glob("*.woff2")
    return [*urls, *(f"/static/vendor/be-vietnam-pro/{font.name}" for font in fonts if font.name not in str(urls))]


def compressed(content: bytes) -> int:
    """Return the bytes after gzip; a font is compressed already."""
    return min(len(content), len(gzip.compress(content, 6)))


if __name__ == "__main__":
    main()
