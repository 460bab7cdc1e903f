"""Send what waits: claim, agree with the server, second mark, text, note. No transaction is open meanwhile."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from tracker import clock
from tracker.extensions import db, writing
from tracker.notifications import issue, marks, pauses, queries
from tracker.notifications.channels.channel import Channel, Outlet
from tracker.notifications.channels.outcome import NoReply, NotTaken, ServerProblem
from tracker.notifications.channels.registry import CHANNELS, channels_set_up
from tracker.notifications.joining import join_earlier_days
from tracker.notifications.letters import Letter
from tracker.notifications.pauses import WAITS, wait_after

logger = logging.getLogger(__name__)

LAST_ATTEMPT = len(WAITS) + 70  # given up after 72 h
MOST_FAULTS = 5
REFUSALS_IN_A_ROW = 5
TRIES_TO_NOTE = 60
NOTE_AGAIN_SECONDS = 2.0
LONGEST_CLAIM = 15.0  # seconds; letters not tried by then are given back and looked at again


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


def deliver(
    owner: str, check: marks.CheckLines, *, channel: str | None = None, should_stop: Callable[[], bool] = never
) -> Delivered:
    """Send every message whose time has come by one channel, or by each in turn, until none is left or told to stop.

    `owner` names a lock that this process holds (notifications.ownership), so that others can see it alive.
    """
    done = Delivered()
    for way in channels_set_up():
        if channel in (None, way.name):
            _deliver_by(way, owner, check, should_stop, done)
    return done


def _deliver_by(
    channel: Channel, owner: str, check: marks.CheckLines, should_stop: Callable[[], bool], done: Delivered
) -> None:
    sending = _Sending(channel, done)
    try:
        while not should_stop():
            join_earlier_days(channel.name)
            claimed = marks.claim_next(owner, check, channel=channel.name)
            if not claimed:
                break
            done.cancelled += claimed.cancelled
            _send_all(claimed.letters, sending, should_stop)
    finally:
        sending.outlet.close()


class _Sending:
    """What a run by one channel keeps: its open outlet, and whether the channel failed lately."""

    def __init__(self, channel: Channel, done: Delivered) -> None:
        self.outlet: Outlet = channel.open(None)
        self.done = done
        self.has_failed = pauses.pause_of(channel.name) is not None
        self.is_paused = False
        db.session.rollback()


def _send_all(letters: tuple[Letter, ...], sending: _Sending, should_stop: Callable[[], bool]) -> None:
    began = time.monotonic()
    for place, letter in enumerate(letters):
        if sending.is_paused or should_stop() or time.monotonic() - began > LONGEST_CLAIM:
            return marks.give_back(letters[place:])
        _send(letter, sending)
    return None


def _send(letter: Letter, sending: _Sending) -> None:
    done = sending.done
    try:
        sending.outlet.hand_over(letter, lambda: marks.mark_handing_over(letter))
    except ServerProblem as problem:
        done.failed += 1
        sending.is_paused = sending.has_failed = True
        _wait_all(letter, problem.answer)
    except NotTaken as refusal:
        done.failed += 1
        sending.is_paused = _refused(letter, refusal)
        sending.has_failed |= sending.is_paused
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
        if sending.has_failed:
            pauses.end_pause(letter.channel)
            sending.has_failed = False


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


def _refused(letter: Letter, refusal: NotTaken) -> bool:
    """Put the message back or give it up; tell whether the channel pauses, because everybody is refused."""
    if not refusal.is_final and letter.attempts < LAST_ATTEMPT:
        marks.mark_waiting(letter, refusal.answer, until=clock.now() + wait_after(letter.attempts))
        return False
    marks.mark_dead(letter, refusal.answer)
    in_a_row = marks.last_refused(letter.channel, REFUSALS_IN_A_ROW)
    if not in_a_row or letter.attempts >= LAST_ATTEMPT:
        return False
    marks.revive(in_a_row, until=pauses.pause(letter.channel, refusal.answer))
    _alert_paused(letter, refusal.answer)
    return True


def _wait_all(letter: Letter, answer: str) -> None:
    """Put the message behind the others, which wait too: if it is the cause itself, the next try is another one's."""
    marks.mark_waiting(letter, answer, until=pauses.pause(letter.channel, answer))
    _alert_paused(letter, answer)


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


def _alert_paused(letter: Letter, answer: str) -> None:
    title = CHANNELS[letter.channel].title
    _alert(
        "mail_paused" if letter.channel == "email" else f"{letter.channel}_paused",
        f"Kênh {title.lower()} đang tạm dừng vì máy chủ từ chối hoặc không liên lạc được: {answer}",
    )


def _alert(rule: str, sentence: str) -> None:
    """Tell the administrators in their inbox, once a day for each reason."""
    with writing():
        day = clock.today()
        line = issue.Line("mail", 0, rule, day, sentence, "/quan-tri/thu")
        issue.alert(queries.administrators(on=day), line, day=day)
        db.session.commit()
