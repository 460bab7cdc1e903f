"""What a document can be to a plan that is tracked already, and whom a citation can mean. Pure."""

import enum

from tracker.vietnamese import fold


class VersionRelation(enum.StrEnum):
    """Why a document is another version of a plan."""

    AMENDS = "amends"  # it says so: "sửa đổi, bổ sung", "điều chỉnh"
    REPLACES = "replaces"  # it says so: "thay thế"
    RENEWED = "renewed"  # same issuer, kind, title and period under another number or day
    CORRECTED = "corrected"  # same number and day with another text
    BY_HAND = "by_hand"  # a person said so


def names_issuer(written: str | None, issuer: str) -> bool:
    """Tell whether the issuer that a citation names can be this one; one that is not named can be any.

    "Ủy ban nhân dân tỉnh" names "UBND tỉnh Cao Bằng" as well as its full name does.
    """
    if not written:
        return True
    own, named = _issuer_key(issuer), _issuer_key(written)
    return own == named or own.startswith(f"{named} ") or named.startswith(f"{own} ")


def _issuer_key(name: str) -> str:
    return fold(name).replace("uy ban nhan dan", "ubnd").replace("hoi dong nhan dan", "hdnd").strip(" .,;:")
