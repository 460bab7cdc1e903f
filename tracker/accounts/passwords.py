"""Passwords: Argon2id over the NFC form, so that one password typed on two keyboards is one password."""

import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tracker.errors import DomainError

SHORTEST = 10
LONGEST = 200
_TOO_COMMON = ("password", "matkhau", "12345", "qwerty", "giamngheo", "dolisa", "abc123", "admin")

NO_PASSWORD = "!"  # no hash at all: nothing that is typed fits it

_hasher = PasswordHasher()
# Verified when the account does not exist, so that the answer takes as long as for one that does.
_NOBODY = _hasher.hash(secrets.token_hex(16))


class WeakPassword(DomainError):
    """The new password is too short or too easily guessed."""


def hash_password(password: str) -> str:
    """Return the hash to keep. Raises WeakPassword with the rule that was missed."""
    plain = unicodedata.normalize("NFC", password)
    if not SHORTEST <= len(plain) <= LONGEST:
        raise WeakPassword(f"Mật khẩu cần từ {SHORTEST} đến {LONGEST} ký tự; nên dùng một câu dễ nhớ.")
    if any(plain.casefold().startswith(word) for word in _TOO_COMMON) or len(set(plain)) < 5:
        raise WeakPassword("Mật khẩu này quá dễ đoán; hãy chọn một câu khác.")
    return _hasher.hash(plain)


def is_right(password: str, kept_hash: str | None) -> bool:
    """Tell whether the password fits the kept hash; takes the same time when there is no account (None)."""
    try:
        _hasher.verify(kept_hash or _NOBODY, unicodedata.normalize("NFC", password))
    except (VerificationError, InvalidHashError):
        return False
    return kept_hash is not None
