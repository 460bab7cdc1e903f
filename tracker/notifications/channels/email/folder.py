"""Without a mail server each message becomes a file that any mail program opens."""

import os
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from tracker.notifications.channels.outcome import ServerProblem


def put_into_folder(mail: EmailMessage, folder: Path, *, before_text: Callable[[], None]) -> None:
    """Write the message as `folder`/<Message-ID>.eml, whole or not at all; a copy takes the place of the first.

    `before_text` is called just before the file appears: the second mark. Raises ServerProblem when the disk refuses.
    """
    path = folder / f"{_file_name(str(mail['Message-ID']))}.eml"
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as file:
            file.write(mail.as_bytes(policy=SMTP))
            file.flush()
            os.fsync(file.fileno())
        before_text()
        os.replace(unfinished, path)
    except OSError as failed:
        raise ServerProblem(f"không ghi được vào thư mục thư: {failed.strerror}") from failed


def _file_name(message_id: str) -> str:
    return "".join(sign if sign.isalnum() or sign in ".@-_" else "_" for sign in message_id.strip("<> "))
