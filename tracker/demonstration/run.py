"""`make run`: migrate, make the demonstration once, start the web server and the worker, stop both on Ctrl-C."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import date
from pathlib import Path
from types import FrameType
from urllib.request import urlopen

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import event, func, select

from config import SettingsError, load_settings
from tracker import create_app
from tracker.accounts.models import Person
from tracker.demonstration.accounts import ACCOUNTS_FILE
from tracker.demonstration.story import DEMONSTRATION_DAY, live_half_a_year
from tracker.extensions import db, writing
from tracker.vietnamese import day_text

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 30


def main() -> int:
    """Run until Ctrl-C. Returns the exit code: 0 stopped by hand, 1 a process died, 2 settings or port refused."""
    os.chdir(ROOT)
    if os.environ.get("TRACKER_ENV") == "production":
        return _refuse("make run dựng bản trình diễn, không dùng cho production; xem docs/operating.md.")
    os.environ.setdefault("TRACKER_TODAY", DEMONSTRATION_DAY.isoformat())
    try:
        settings = load_settings()
    except SettingsError as wrong:
        return _refuse(str(wrong))
    if _is_taken(settings["PORT"]):
        return _refuse(f"Cổng {settings['PORT']} đang có chương trình khác dùng; hãy chạy: make run PORT=8001")
    prepare(settings["TRACKER_INSTANCE"], embedded=not os.environ.get("DATABASE_URL"))
    return _serve(settings["PORT"], settings["TRACKER_URL"], settings["TRACKER_INSTANCE"])


def prepare(instance: Path, *, embedded: bool) -> None:
    """Bring the database to the newest tables; where there is none yet, make the demonstration.

    The embedded database is made aside and moved into place when it is whole, so that an interrupted first start
    leaves nothing half-made behind.
    """
    if embedded and _is_at_head(instance / "tracker.db"):
        return
    if not embedded or (instance / "tracker.db").exists():
        app = create_app()
        with app.app_context():
            upgrade()
            if not embedded and _is_empty():
                _live(app, instance)
        return
    making = instance / "making"
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    settings = load_settings({**os.environ, "DATABASE_URL": f"sqlite:///{making / 'tracker.db'}"})
    app = create_app({**settings, "SMTP_URL": None})
    with app.app_context():
        event.listen(db.engine, "connect", without_waiting_for_the_disk)
        upgrade()
        _live(app, instance)
        db.session.remove()
        db.engine.dispose()  # the last connection puts the write-ahead log back into the file
    (making / "tracker.db").rename(instance / "tracker.db")
    shutil.rmtree(making)


def _is_at_head(database: Path) -> bool:
    """Tell by a look into the file whether there is nothing to migrate: the second start should not wait for it."""
    if not database.exists():
        return False
    newest = max(path.name for path in (ROOT / "migrations" / "versions").glob("0*.py"))[:4]
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(newest,)]


def without_waiting_for_the_disk(connection: sqlite3.Connection, _record: object) -> None:
    """A file that is only moved into place when it is whole need not survive a power cut before."""
    connection.execute("PRAGMA synchronous=OFF")


def _live(app: Flask, instance: Path) -> None:
    print("Đang dựng tỉnh trình diễn: nửa năm của một kế hoạch (chỉ lần đầu)…", flush=True)  # noqa: T201
    with writing():
        live_half_a_year(app, accounts_file=instance / ACCOUNTS_FILE)


def _is_empty() -> bool:
    return not db.session.scalar(select(func.count()).select_from(Person))


def _serve(port: int, url: str, instance: Path) -> int:
    web = [sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
    web += ["--workers", "2", "--threads", "4", "--no-control-socket", "--log-level", "warning"]
    children = [
        subprocess.Popen(web, start_new_session=True),
        subprocess.Popen([sys.executable, "-m", "flask", "--app", "wsgi", "worker"], start_new_session=True),
    ]
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        _wait_until_it_answers(port, children)
        _announce(url, instance)
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        return 1
    except KeyboardInterrupt:
        print("\nĐang dừng…", flush=True)  # noqa: T201
        return 0
    finally:
        _stop(children)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _wait_until_it_answers(port: int, children: list[subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and all(child.poll() is None for child in children):
        try:
            with urlopen(f"http://127.0.0.1:{port}/dang-nhap", timeout=2):
                return
        except OSError:
            time.sleep(0.1)


def _announce(url: str, instance: Path) -> None:
    lines = ["", f"Hệ thống đang chạy tại {url}", f"Ngày làm việc của bản trình diễn: {_day()}"]
    accounts = instance / ACCOUNTS_FILE
    if accounts.exists():
        lines.append("Tài khoản trình diễn:")
        for account in json.loads(accounts.read_text(encoding="utf-8")):
            lines.append(f"  {account['role']:<22} {account['email']:<34} {account['password']}")
    lines.append("Dừng: Ctrl-C")
    print("\n".join(lines), flush=True)  # noqa: T201


def _day() -> str:
    return day_text(date.fromisoformat(os.environ["TRACKER_TODAY"]))


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    for child in children:
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()


def _is_taken(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201
    return 2


if __name__ == "__main__":
    raise SystemExit(main())
