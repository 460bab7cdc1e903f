"""Send what waits: claim, agree with the server, second mark, text, note. No transaction is open meanwhile."""

import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from tracker import clock
from tracker.extensions import db, writing
from tracker.notifications import issue, marks, queries
from tracker.notifications.channels.email import send_by_server, server_of
from tracker.notifications.channels.folder import put_into_folder
from tracker.notifications.channels.outcome import NoReply, NotTaken, ServerProblem
from tracker.notifications.mail import Letter, compose

logger = logging.getLogger(__name__)

# Minutes before the next try: seven tries in 2 h 18 min, then hourly, ±20 %; given up after 72 h.
WAITS = (1, 2, 5, 10, 20, 40, 60)
LAST_ATTEMPT = len(WAITS) + 70
MOST_FAULTS = 5
REFUSALS_IN_A_ROW = 5
TRIES_TO_NOTE = 60
NOTE_AGAIN_SECONDS = 2.0


@dataclass(slots=True)
class Delivered:
    """What a run of the sender did."""

    sent: int = 0
    cancelled: int = 0
    in_doubt: int = 0
    failed: int = 0


def never() -> bool:
    """Answer that nobody asks the sender to stop."""
    return False


def deliver(owner: str, stale_lines: marks.StaleLines, *, should_stop: Callable[[], bool] = never) -> Delivered:
    """Send every message whose time has come, one after the other, until none is left or somebody says stop.

    `owner` names a lock that this process holds (notifications.ownership), so that others can see it alive.
    """
    done = Delivered()
    while not should_stop():
        letter = marks.claim_next(owner, stale_lines)
        if letter is False:
            break
        if isinstance(letter, Letter):
            _send(letter, done)
        else:
            done.cancelled += 1
    return done


def _send(letter: Letter, done: Delivered) -> None:
    try:
        _hand_over(letter, compose(letter))
    except ServerProblem as problem:
        done.failed += 1
        _wait_all(letter, problem.answer)
    except NotTaken as refusal:
        done.failed += 1
        _refused(letter, refusal)
    except NoReply as silence:
        done.in_doubt += 1
        _in_doubt(letter, silence.answer)
    except marks.Deposed:
        logger.warning("Message %s was taken over by another sender", letter.id)
    except SQLAlchemyError:
        raise
    except Exception as fault:  # noqa: BLE001  one bad message must not stop the others
        done.failed += 1
        _faulty(letter, fault)
    else:
        _note_sent(letter)
        done.sent += 1


def _hand_over(letter: Letter, mail: EmailMessage) -> None:
    def second_mark() -> None:
        marks.mark_handing_over(letter)

    url = current_app.config["SMTP_URL"]
    if url is None:
        put_into_folder(mail, Path(current_app.config["TRACKER_INSTANCE"]) / "mail", before_text=second_mark)
        return
    sender = parseaddr(current_app.config["MAIL_FROM"])[1]
    send_by_server(mail, server_of(url), sender=sender, recipient=letter.address, before_text=second_mark)


def _note_sent(letter: Letter) -> None:
    """Note it, and again until the database answers: the server has the message, nobody must send it again."""
    for left in reversed(range(TRIES_TO_NOTE)):
        try:
            return marks.mark_sent(letter)
        except SQLAlchemyError:
            db.session.rollback()
            if not left:
                raise
            logger.warning("Message %s is sent but not noted yet", letter.id)
            time.sleep(NOTE_AGAIN_SECONDS)
    return None


def _refused(letter: Letter, refusal: NotTaken) -> None:
    if not refusal.is_final and letter.attempts < LAST_ATTEMPT:
        marks.mark_waiting(letter, refusal.answer, until=clock.now() + wait_after(letter.attempts))
        return
    marks.mark_dead(letter, refusal.answer)
    in_a_row = marks.last_refused(REFUSALS_IN_A_ROW)
    if in_a_row and letter.attempts < LAST_ATTEMPT:
        until = clock.now() + wait_after(letter.attempts)
        marks.revive(in_a_row, until=until)
        marks.pause_queue(until=until)
        _alert_paused(refusal.answer)


def _wait_all(letter: Letter, answer: str) -> None:
    until = clock.now() + wait_after(letter.attempts)
    marks.mark_waiting(letter, answer, until=until)
    marks.pause_queue(until=until)
    _alert_paused(answer)


def _in_doubt(letter: Letter, answer: str) -> None:
    if marks.mark_in_doubt(letter, answer):
        _alert("mail_uncertain", "Có thư chưa rõ đã tới người nhận hay chưa; cần quyết định gửi lại hoặc bỏ qua.")


def _faulty(letter: Letter, fault: Exception) -> None:
    """Note a fault of ours. After the second mark nobody knows what the server has: that is doubt."""
    logger.error("Message %s cannot be sent", letter.id, exc_info=fault)
    if isinstance(fault, ValueError) or letter.attempts >= MOST_FAULTS:
        was_claimed = marks.mark_faulty(letter, str(fault) or type(fault).__name__, until=None)
    else:
        until = clock.now() + wait_after(letter.attempts)
        was_claimed = marks.mark_faulty(letter, f"lỗi khi soạn hoặc gửi thư: {type(fault).__name__}", until=until)
    if not was_claimed:
        _in_doubt(letter, f"lỗi khi đang trao thư: {type(fault).__name__}")


def wait_after(attempts: int) -> timedelta:
    """Return how long to wait after so many tries, with ±20 % so that tries do not come in step."""
    minutes = WAITS[min(attempts, len(WAITS)) - 1]
    return timedelta(minutes=minutes * random.uniform(0.8, 1.2))


def _alert_paused(answer: str) -> None:
    _alert("mail_paused", f"Hàng thư đang tạm dừng vì máy chủ thư từ chối hoặc không liên lạc được: {answer}")


def _alert(rule: str, sentence: str) -> None:
    """Tell the administrators in their inbox, once a day for each reason."""
    with writing():
        day = clock.today()
        line = issue.Line("mail", 0, rule, day, sentence, "/quan-tri/thu")
        issue.alert(queries.administrators(on=day), line, day=day)
        db.session.commit()
