"""E-mail addresses as they are kept: plain ASCII, so that no two accounts look alike and differ."""

import re

from tracker.errors import DomainError

LONGEST = 254
DEMONSTRATION_DOMAIN = "trinh-dien.vn"  # production lets nobody of it in: their passwords were printed
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}"
)


class BadAddress(DomainError):
    """The address is no e-mail address, or holds signs that can be mistaken for others."""


def kept_address(written: str) -> str:
    """Return the address without outer spaces. Raises BadAddress unless it is one, in ASCII letters throughout."""
    address = written.strip(" \t\r\n")
    if not address.isascii() or any(ord(sign) < 33 or ord(sign) == 127 for sign in address):
        raise BadAddress("Thư điện tử chỉ gồm chữ cái không dấu, chữ số và dấu thường, không có ký tự ẩn.")
    if len(address) > LONGEST or not _ADDRESS.fullmatch(address):
        raise BadAddress("Địa chỉ thư điện tử không đúng, ví dụ ten@tinh.gov.vn.")
    return address
