"""Talking to mail servers: safe lines, deadlines, what is whose fault."""

import socket
import ssl
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from tests.notifications.sink import free_port, mail_server
from tracker.notifications.channels.email import smtp
from tracker.notifications.channels.email.smtp import MailLine, MailServer, server_of
from tracker.notifications.channels.outcome import NoReply, NotTaken, ServerProblem


def mail() -> EmailMessage:
    """A mail with a line that begins with a dot."""
    message = EmailMessage()
    message["Message-ID"] = "<1@test.vn>"
    message["Subject"] = "Nhắc việc"
    message.set_content("dòng một\n.dòng hai\n", cte="8bit")
    return message


def hand_over(url: str, marks: list[str] | None = None) -> None:
    """Send the mail to the server of `url`."""
    marks = [] if marks is None else marks
    line = MailLine(server_of(url))
    try:
        give(line, marks)
    finally:
        line.close()


def give(line: MailLine, marks: list[str], recipient: str = "b@test.vn") -> None:
    """Send the mail over a line."""
    line.send(
        mail().as_bytes(policy=SMTP),
        sender="a@test.vn",
        recipient=recipient,
        before_text=lambda: marks.append("mark"),
    )


def test_what_an_address_says() -> None:
    assert server_of("smtp://nv%40x:p%3Aw@mail.test.vn:2525?tls=require") == MailServer(
        "mail.test.vn", 2525, "nv@x", "p:w", False, True
    )
    assert server_of("smtps://mail.test.vn").port == 465


def test_a_text_comes_as_it_was_written() -> None:
    with mail_server() as sink:
        hand_over(sink.url)
        (taken,) = sink.taken
        assert taken.get_content().splitlines() == ["dòng một", ".dòng hai"]


def test_starttls_is_used_when_offered(tls: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "certificate.pem"))
    with mail_server(tls=tls) as sink:
        hand_over(sink.url)
        assert sink.was_safe == [True]


def test_a_certificate_nobody_vouches_for_sends_nothing_in_the_clear(tls: ssl.SSLContext) -> None:
    marks: list[str] = []
    with mail_server(tls=tls) as sink:
        with pytest.raises(ServerProblem, match="CERTIFICATE_VERIFY_FAILED"):
            hand_over(sink.url, marks)
        assert (sink.taken, marks) == ([], [])


def test_where_starttls_is_demanded_nothing_goes_without_it() -> None:
    with mail_server() as sink:
        with pytest.raises(ServerProblem, match="STARTTLS"):
            hand_over(f"{sink.url}?tls=require")
        assert sink.taken == []


def test_no_server_at_all_is_the_servers_problem() -> None:
    with pytest.raises(ServerProblem):
        hand_over(f"smtp://127.0.0.1:{free_port()}")


@pytest.fixture
def dripping() -> Iterator[int]:
    """A server that says a byte of its greeting now and then, for ever; gives its port."""
    listener = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def drip() -> None:
        connection, _address = listener.accept()
        with connection:
            while not ended.wait(0.05):
                try:
                    connection.sendall(b"2")
                except OSError:
                    return

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    ended.set()
    thread.join(5)
    listener.close()


def test_a_server_that_drips_is_cut_off_at_the_deadline(dripping: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "WHOLE_SECONDS", 0.5)
    with pytest.raises(ServerProblem):
        hand_over(f"smtp://127.0.0.1:{dripping}")


def test_a_line_that_drops_after_the_text_leaves_doubt() -> None:
    marks: list[str] = []
    with mail_server() as sink:
        sink.drops_after_text = True
        with pytest.raises(NoReply):
            hand_over(sink.url, marks)
        assert (len(sink.taken), marks) == (1, ["mark"])


def test_many_messages_go_over_one_line_and_the_next_hundred_over_another() -> None:
    marks: list[str] = []
    with mail_server() as sink:
        line = MailLine(server_of(sink.url))
        for _message in range(smtp.MOST_ON_A_LINE + 1):
            give(line, marks)
        line.close()
        assert (len(sink.taken), len(marks)) == (101, 101)
        assert len(sink.clients) == 2


def test_a_message_that_is_refused_leaves_the_line_to_the_next() -> None:
    with mail_server() as sink:
        sink.at_rcpt = lambda address: "550 không có hộp thư" if address.startswith("b@") else None
        line = MailLine(server_of(sink.url))
        with pytest.raises(NotTaken):
            give(line, [])
        give(line, [], "c@test.vn")
        line.close()
        assert (len(sink.taken), len(sink.clients)) == (1, 1)


@pytest.mark.parametrize("answer", ["421 sắp đóng", None])
def test_a_line_lost_before_the_second_mark_is_replaced_and_nothing_goes_twice(answer: str | None) -> None:
    marks: list[str] = []
    with mail_server() as sink:
        line = MailLine(server_of(sink.url))
        give(line, marks)
        if answer is None:
            assert line._smtp is not None and line._smtp.sock is not None
            line._smtp.sock.shutdown(socket.SHUT_RDWR)
        else:
            said = iter([answer])
            sink.at_mail = lambda address: next(said, None)
        give(line, marks)
        line.close()
        assert (len(sink.taken), marks, len(sink.clients)) == (2, ["mark", "mark"], 2)
