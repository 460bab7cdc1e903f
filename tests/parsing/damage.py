"""Damage to good files by chance that repeats: bytes turned, ends cut, pieces swapped, parts of packages changed."""

import io
import random
import zipfile
from collections.abc import Callable

_EVIL = [
    b"\x00",
    b"\xff" * 8,
    b"<" * 50,
    b"&#0;",
    b"-1",
    b"99999999999",
    b"\r\n" * 9,
    "Ỉ\u0323".encode(),
    b"%PDF-",
    b"PK",
]


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Return the file with one to four kinds of damage."""
    for _ in range(chance.randint(1, 4)):
        content = chance.choice(_KINDS)(content, chance)
    return content


def _turn_bytes(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 4, 40, 400))):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] if chance.random() < 0.7 else content[at:]


def _swap(content: bytes, chance: random.Random) -> bytes:
    first, second = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    return content[:first] + content[second:] + content[first:second]


def _repeat(content: bytes, chance: random.Random) -> bytes:
    at, length = chance.randrange(len(content) + 1), chance.choice((1, 10, 1000))
    return content[:at] + content[at : at + length] * chance.choice((2, 20, 200)) + content[at:]


def _insert(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + chance.choice(_EVIL) + content[at:]


def _change_part(content: bytes, chance: random.Random) -> bytes:
    """Damage one part inside a package, and pack it again, so that its checks are true."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
    except Exception:  # noqa: BLE001  # it may be damaged already, in any way
        return _turn_bytes(content, chance)
    if not parts:
        return content
    name = chance.choice(sorted(parts))
    if chance.random() < 0.1:
        del parts[name]
    else:
        parts[name] = chance.choice((_turn_bytes, _cut, _swap, _repeat, _insert))(parts[name], chance)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for part, held in parts.items():
            package.writestr(part, held)
    return out.getvalue()


_KINDS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _turn_bytes,
    _cut,
    _swap,
    _repeat,
    _insert,
    _change_part,
    _change_part,
    _change_part,
)
