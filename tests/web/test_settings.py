"""Settings are checked at start-up, and a wrong one is told to the operator in a sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from config import DEMONSTRATION_MARK, SettingsError, database_url, load_settings
from tests.auditing import AuditingClient
from tests.cast import PASSWORD, Cast
from tracker.accounts.addresses import DEMONSTRATION_DOMAIN
from tracker.extensions import db

ROOT = Path(__file__).resolve().parents[2]
SECRET = "x" * 40


@pytest.mark.parametrize(
    ("wrong", "names"),
    [
        ({"TRACKER_ENV": "prod"}, "TRACKER_ENV"),
        ({"TRACKER_TODAY": "30/06/2026"}, "TRACKER_TODAY"),
        ({"TRACKER_ENV": "production"}, "SECRET_KEY"),
        ({"TRACKER_ENV": "production", "SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"TRACKER_ENV": "production", "SECRET_KEY": SECRET, "TRACKER_TODAY": "2026-06-30"}, "TRACKER_TODAY"),
        ({"TRACKER_ENV": "production", "SECRET_KEY": SECRET, "FLASK_DEBUG": "1"}, "FLASK_DEBUG"),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL"),
        ({"PORT": "abc"}, "PORT"),
        ({"SMTP_URL": "http://x"}, "SMTP_URL"),
        ({"TRACKER_URL": "x"}, "TRACKER_URL"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, wrong: dict[str, str], names: str) -> None:
    with pytest.raises(SettingsError, match=names):
        load_settings({"TRACKER_INSTANCE": str(tmp_path), **wrong})


def test_production_refuses_the_folder_of_a_demonstration(tmp_path: Path) -> None:
    (tmp_path / DEMONSTRATION_MARK).write_text("[]")
    with pytest.raises(SettingsError, match="trình diễn"):
        load_settings({"TRACKER_INSTANCE": str(tmp_path), "TRACKER_ENV": "production", "SECRET_KEY": SECRET})


def test_production_lets_no_demonstration_account_in(app: Flask, client: AuditingClient, cast: Cast) -> None:
    cast.clerk.email = cast.clerk.email_key = f"clerk@{DEMONSTRATION_DOMAIN}"
    db.session.commit()
    app.config["TRACKER_ENV"] = "production"
    client.post("/dang-nhap", data={"email": f"clerk@{DEMONSTRATION_DOMAIN}", "password": PASSWORD})
    client.get("/tai-khoan", expect=303)


def test_the_operator_reads_one_sentence_and_no_traceback(tmp_path: Path) -> None:
    environment = {**os.environ, "FLASK_APP": "wsgi.py", "TRACKER_ENV": "prod", "TRACKER_INSTANCE": str(tmp_path)}
    command = [sys.executable, "-m", "flask", "status"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "TRACKER_ENV" in done.stderr and "Traceback" not in done.stderr


def test_a_development_key_is_made_once_and_kept(tmp_path: Path) -> None:
    first, second = (load_settings({"TRACKER_INSTANCE": str(tmp_path)})["SECRET_KEY"] for _ in range(2))
    assert first == second and len(first) >= 32


@pytest.mark.parametrize("written", ["postgres://u@h/d", "postgresql://u@h/d", "postgresql+psycopg://u@h/d"])
def test_every_way_to_write_postgresql_is_understood(written: str) -> None:
    assert database_url(written, Path()) == "postgresql+psycopg://u@h/d"


def test_cookies_are_bound_to_https_where_the_address_is(tmp_path: Path) -> None:
    plain = load_settings({"TRACKER_INSTANCE": str(tmp_path)})
    safe = load_settings({"TRACKER_INSTANCE": str(tmp_path), "TRACKER_URL": "https://theo-doi.tinh.gov.vn"})
    assert (plain["SESSION_COOKIE_NAME"], plain["SESSION_COOKIE_SECURE"]) == ("session", False)
    assert (safe["SESSION_COOKIE_NAME"], safe["SESSION_COOKIE_SECURE"]) == ("__Host-session", True)


@pytest.mark.parametrize("path", ["/nhiem-vu/{}", "/bao-cao/{}", "/ke-hoach/{}", "/tiep-nhan/{}"])
@pytest.mark.parametrize("number", [3_000_000_000, 99_999_999_999_999_999_999])
def test_a_number_that_no_row_can_have_is_an_unknown_address(
    client: AuditingClient, cast: Cast, path: str, number: int
) -> None:
    client.sign_in(cast.monitor).get(path.format(number), expect=404)
