"""Names of the files that go out. Pure."""

import re

LONGEST_NAME = 150
_REFUSED = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')  # what Windows allows in no name


def file_name(title: str, ending: str) -> str:
    """Return a name that every system takes, with its accents: "Báo cáo 6 tháng đầu năm 2026 - Sở Tài chính.docx"."""
    plain = re.sub(r"\s+", " ", _REFUSED.sub("-", title)).strip(" .-")
    return f"{plain[:LONGEST_NAME].rstrip(' .-') or 'Văn bản'}.{ending}"
