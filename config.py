"""Settings from the environment, checked at start-up with a hint. Imports nothing of ours."""

import os
import secrets
from collections.abc import Mapping
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
SHORTEST_SECRET = 32
DEMONSTRATION_MARK = "demo-accounts.json"  # stands in the instance folder of a demonstration
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class SettingsError(RuntimeError):
    """A setting is missing or wrong; the text says which one and what to do, in Vietnamese, for the operator."""


def load_settings(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the Flask configuration read from `environ` (the process environment by default).

    Raises SettingsError, whose text tells the operator which setting to mend (docs/operating.md lists them all).
    """
    env = os.environ if environ is None else environ
    production = _environment(env) == "production"
    instance = _instance(env)
    if production and (instance / DEMONSTRATION_MARK).exists():
        raise SettingsError(
            f"Thư mục {instance} chứa bản trình diễn với mật khẩu đã in ra; "
            "chế độ production cần thư mục và cơ sở dữ liệu khác."
        )
    url = env.get("TRACKER_URL") or f"http://127.0.0.1:{env.get('PORT') or '8000'}"
    https = _scheme(url) == "https"
    return {
        "TRACKER_ENV": "production" if production else "development",
        "TRACKER_INSTANCE": instance,
        "TRACKER_URL": url.rstrip("/"),
        "PORT": _number(env, "PORT", 8000),
        "LOG_LEVEL": _log_level(env),
        "TRACKER_TODAY": _fixed_day(env, production),
        "SECRET_KEY": _secret_key(env, instance, production),
        "SQLALCHEMY_DATABASE_URI": database_url(env.get("DATABASE_URL"), instance),
        "SMTP_URL": _smtp_url(env),
        **_webhook(env, production),
        "QUIET_HOURS": _quiet_hours(env),
        "LINK_DAYS": _number(env, "LINK_DAYS", 14),
        "MAIL_FROM": env.get("MAIL_FROM") or "theo-doi@localhost",
        "HTTPS": https,
        **_session(env, https),
        "MAX_UPLOAD_BYTES": _number(env, "MAX_UPLOAD_MB", 20) * 1024 * 1024,
        "MAX_CONTENT_LENGTH": (_number(env, "MAX_UPLOAD_MB", 20) + 2) * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 8 * 1024 * 1024,  # the texts of a report consolidated from 300 communes
        "MAX_FORM_PARTS": 4000,  # a report on a plan with 300 targets and 300 budget lines
        "BABEL_DEFAULT_LOCALE": "vi",
        "BABEL_DEFAULT_TIMEZONE": "Asia/Ho_Chi_Minh",
        "TEMPLATES_AUTO_RELOAD": False,
    }


def database_url(written: str | None, instance: Path) -> str:
    """Return the SQLAlchemy address: SQLite in the instance folder, or PostgreSQL through psycopg 3."""
    if not written:
        return f"sqlite:///{instance / 'tracker.db'}"
    for prefix in ("postgresql://", "postgres://"):
        if written.startswith(prefix):
            return "postgresql+psycopg://" + written.removeprefix(prefix)
    if written.startswith(("postgresql+psycopg://", "sqlite:///")):
        return written
    raise SettingsError("DATABASE_URL phải bắt đầu bằng postgresql:// hoặc sqlite:///; xem docs/operating.md.")


def _session(env: Mapping[str, str], https: bool) -> dict[str, Any]:
    return {
        "SESSION_COOKIE_NAME": "__Host-session" if https else "session",
        "SESSION_COOKIE_SECURE": https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_IDLE": timedelta(minutes=_number(env, "SESSION_IDLE_MINUTES", 30)),
        "SESSION_ABSOLUTE": timedelta(hours=_number(env, "SESSION_HOURS", 12)),
        "WTF_CSRF_TIME_LIMIT": None,  # a form lives as long as the session
    }


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    written = env.get(name) or str(default)
    if not written.isascii() or not written.isdecimal() or not 0 < int(written) < 100_000:
        raise SettingsError(f"{name} phải là một số nguyên dương, không phải «{written}».")
    return int(written)


def _environment(env: Mapping[str, str]) -> str:
    name = env.get("TRACKER_ENV") or "development"
    if name not in ("development", "production"):
        raise SettingsError("TRACKER_ENV chỉ nhận development hoặc production.")
    if name == "production" and env.get("FLASK_DEBUG") not in (None, "", "0"):
        raise SettingsError("Chế độ production không chạy với FLASK_DEBUG; hãy bỏ biến FLASK_DEBUG.")
    return name


def _instance(env: Mapping[str, str]) -> Path:
    instance = Path(env.get("TRACKER_INSTANCE") or ROOT / "instance").resolve()
    instance.mkdir(parents=True, exist_ok=True)
    return instance


def _log_level(env: Mapping[str, str]) -> str:
    level = (env.get("TRACKER_LOG_LEVEL") or "WARNING").upper()
    if level not in LOG_LEVELS:
        raise SettingsError(f"TRACKER_LOG_LEVEL={level} không đúng; hãy dùng một trong: {', '.join(LOG_LEVELS)}.")
    return level


def _fixed_day(env: Mapping[str, str], production: bool) -> date | None:
    written = env.get("TRACKER_TODAY")
    if not written:
        return None
    if production:
        raise SettingsError("Chế độ production không nhận TRACKER_TODAY; hãy bỏ biến này.")
    try:
        return date.fromisoformat(written)
    except ValueError as wrong:
        raise SettingsError(f"TRACKER_TODAY phải viết như 2026-06-30, không phải «{written}».") from wrong


def _secret_key(env: Mapping[str, str], instance: Path, production: bool) -> str:
    key = env.get("SECRET_KEY") or ""
    if key and len(key) >= SHORTEST_SECRET:
        return key
    if production:
        raise SettingsError(
            f"Chế độ production cần SECRET_KEY từ {SHORTEST_SECRET} ký tự trở lên; "
            'tạo bằng: python -c "import secrets; print(secrets.token_hex(32))".'
        )
    return key or _kept_development_key(instance / "secret-key")


def _kept_development_key(path: Path) -> str:
    """Return the key kept in the instance folder, made by whichever process comes first."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text()


def _scheme(url: str) -> str:
    scheme = urlsplit(url).scheme
    if scheme not in ("http", "https"):
        raise SettingsError("TRACKER_URL phải bắt đầu bằng http:// hoặc https://.")
    return scheme


def _smtp_url(env: Mapping[str, str]) -> str | None:
    url = env.get("SMTP_URL") or None
    if url and urlsplit(url).scheme not in ("smtp", "smtps"):
        raise SettingsError("SMTP_URL phải bắt đầu bằng smtp:// hoặc smtps://.")
    return url


def _webhook(env: Mapping[str, str], production: bool) -> dict[str, Any]:
    url = env.get("WEBHOOK_URL") or None
    secret = env.get("WEBHOOK_SECRET") or ""
    if url is None:
        return {"WEBHOOK_URL": None, "WEBHOOK_SECRET": ""}
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise SettingsError(
            "WEBHOOK_URL phải là địa chỉ như https://cong-tin-nhan.tinh.gov.vn/nhan, không kèm mật khẩu."
        )
    if production and parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise SettingsError("Chế độ production cần WEBHOOK_URL bắt đầu bằng https://, trừ khi cổng nằm trên cùng máy.")
    if len(secret) < SHORTEST_SECRET:
        raise SettingsError(
            f"WEBHOOK_URL cần WEBHOOK_SECRET từ {SHORTEST_SECRET} ký tự trở lên để ký tin; "
            'tạo bằng: python -c "import secrets; print(secrets.token_hex(32))".'
        )
    return {"WEBHOOK_URL": url, "WEBHOOK_SECRET": secret}


def _quiet_hours(env: Mapping[str, str]) -> tuple[time, time] | None:
    """Return from when until when nothing is sent, over midnight or not; None: sending at any hour."""
    written = (env.get("QUIET_HOURS") or "18:00-07:00").strip()
    if written.casefold() in ("none", "khong", "không"):
        return None
    try:
        begins, ends = (time.fromisoformat(part.strip()) for part in written.split("-"))
    except ValueError as wrong:
        raise SettingsError(
            f"QUIET_HOURS phải viết như 18:00-07:00 (không gửi từ 18:00 đến 07:00) hoặc none, không phải «{written}»."
        ) from wrong
    if begins == ends:
        raise SettingsError("QUIET_HOURS có hai giờ trùng nhau; viết none nếu muốn gửi vào mọi giờ.")
    return begins, ends
