"""One of everything that belongs to the cast's province, marked with a word that nobody else's page may show."""

from dataclasses import dataclass
from datetime import date

from tests.builders import add_task_event, make_agency, make_person, make_plan, make_report_row, make_task
from tests.cast import Cast, password_hash
from tests.intake.documents import plan_text
from tracker import clock
from tracker.accounts.models import LoginSession, Person
from tracker.accounts.signin import actor_of
from tracker.agencies.models import AgencyAlias, AgencyRole
from tracker.difficulties.models import Difficulty
from tracker.difficulties.rules import CompetentLevel
from tracker.extension_requests.models import ExtensionRequest
from tracker.extension_requests.rules import SubjectKind
from tracker.extensions import db
from tracker.files.models import StoredFile
from tracker.intake.reading_models import PlanReading, ReadingState
from tracker.intake.service.reading import read_plan
from tracker.intake.version_models import VersionDraft
from tracker.notifications.models import Message, MessageLine, Notice, Weight
from tracker.plans.models import Plan, PlanParticipant, PlanVersion
from tracker.plans.rules import VersionRelation
from tracker.reports.models import Regime, ReportRow, ReportSubmission
from tracker.rights import Grant, Role
from tracker.tasks.models import Task
from tracker.tasks.rules import EventKind, State

MARK = "DẤU-RIÊNG-7391"
DAY = date(2026, 2, 2)

# Every variable that stands in an address, and what it is filled with. A route with another one fails the walk.
Values = dict[str, object]


@dataclass(frozen=True)
class Province:
    """The values of the address variables, and the strangers who may see nothing of it."""

    values: Values
    strangers: dict[str, Person]


def furnish(cast: Cast) -> Province:
    """Build one plan, task, report, draft, notice, message … in the cast's province, and strangers with every role."""
    in_review = _draft(cast)
    plan = make_plan(cast.issuer, title=f"Kế hoạch {MARK}", title_key="ke hoach rieng")
    db.session.add(PlanParticipant(plan_id=plan.id, agency_id=cast.finance.id))
    task = make_task(plan, cast.finance, text=f"Bố trí kinh phí {MARK}", words=f"Đang làm {MARK}")
    cast.finance.contact = MARK
    values: Values = {
        "plan_id": plan.id,
        "task_id": task.id,
        "event_id": _proof(task),
        "agency_id": cast.finance.id,
        "person_id": cast.clerk.id,
        "appointment_id": cast.clerk.appointments[0].id,
        "role_id": db.session.query(AgencyRole).first().id,
        "regime_id": db.session.query(Regime).first().id,
        "day": "2026-01-02",
        "token": "khong-phai-cua-ai",
        "year": 2026,
        "number": 1,
        "row_id": (row_id := _report(plan, cast, file := _file("report.txt"))),
        "duty_id": _duty(row_id),
        "file_id": file,
        "alias_id": _added(AgencyAlias(agency_id=cast.finance.id, name=MARK, name_key="dau rieng")),
        "session_id": _session(cast.clerk),
        "reading_id": _reading(cast.monitor),
        **in_review,
        "version_id": _version(plan, in_review["draft_id"]),
        "subject_id": task.id,
        "request_id": _request(task),
        "difficulty_id": _difficulty(task),
        "channel": "email",
        **_letters(cast, task),
    }
    db.session.commit()
    return Province(values, _strangers(cast))


def _duty(row_id: int) -> int:
    duty = db.session.get_one(ReportRow, row_id).duty
    duty.text = f"Báo cáo {MARK}"
    return int(duty.id)


def _added(thing: object) -> int:
    db.session.add(thing)
    db.session.flush()
    return int(getattr(thing, "id"))


def _file(name: str) -> int:
    content = f"{MARK} {name}".encode()
    return _added(
        StoredFile(
            name=name,
            media_type="text/plain",
            size=len(content),
            sha256=name.ljust(64, "0"),
            content=content,
            stored_at=clock.now(),
        )
    )


def _proof(task: Task) -> int:
    file_id = _file("proof.txt")
    return add_task_event(task, EventKind.UPDATED, on=DAY, to_state=State.IN_PROGRESS, words=MARK, file_id=file_id).id


def _report(plan: Plan, cast: Cast, file_id: int) -> int:
    draft = {"content": {"results_policies": MARK}, "files": [{"id": file_id, "title": MARK}]}
    row = make_report_row(plan, cast.finance, draft=draft)
    db.session.add(
        ReportSubmission(
            row_id=row.id,
            number=1,
            submitted_at=clock.now(),
            submitted_on=DAY,
            submitted_by="Sở Tài chính",
            content={"a": MARK},
            figures={},
            file_id=file_id,
        )
    )
    return row.id


def _request(task: Task) -> int:
    return _added(
        ExtensionRequest(
            subject=SubjectKind.TASK,
            subject_id=task.id,
            plan_id=task.plan_id,
            agency_id=task.agency_id,
            asked_on=DAY,
            asked_at=clock.now(),
            asked_by=MARK,
            old_due_on=DAY,
            wanted_due_on=date(2026, 3, 2),
            reason=MARK,
        )
    )


def _difficulty(task: Task) -> int:
    return _added(
        Difficulty(
            plan_id=task.plan_id,
            agency_id=task.agency_id,
            subject="task",
            subject_id=task.id,
            about=MARK,
            words=MARK,
            asked=MARK,
            level=CompetentLevel.STANDING,
            answer_by=date(2026, 3, 2),
            raised_on=DAY,
            waits_since=DAY,
        )
    )


def _session(person: Person) -> int:
    now = clock.now()
    return _added(
        LoginSession(secret_hash="x", person_id=person.id, created_at=now, seen_at=now, address=MARK, agent="")
    )


def _draft(cast: Cast) -> Values:
    text = plan_text(title=f"Hỗ trợ nhà ở {MARK}")
    draft = read_plan(text, "ke-hoach.txt", by=actor_of(cast.monitor), largest=1_000_000).draft
    return {"draft_id": draft.id, "proposal_id": draft.proposals[0].id}


def _reading(person: Person) -> int:
    """A document of the monitor's that waits for its reading."""
    now = clock.now()
    return _added(
        PlanReading(
            file_id=_file("waiting.pdf"),
            state=ReadingState.WAITING,
            asked_at=now,
            asked_by_id=person.id,
            changed_at=now,
        )
    )


def _version(plan: Plan, draft_id: object) -> int:
    """A document that changed the plan, and the draft in review as another one that is to be compared."""
    relation = VersionRelation.BY_HAND
    db.session.add(VersionDraft(draft_id=draft_id, plan_id=plan.id, relation=relation, choices={}, steps=[]))
    return _added(
        PlanVersion(
            plan_id=plan.id,
            relation=relation,
            is_full=True,
            title=f"Sửa đổi {MARK}",
            file_id=_file("version.txt"),
            text=MARK,
            confirmed_at=clock.now(),
            confirmed_on=DAY,
            confirmed_by="Theo dõi",
        )
    )


def _letters(cast: Cast, task: Task) -> Values:
    about = {"person_id": cast.clerk.id, "subject": "task", "subject_id": task.id, "rule": "overdue", "due_on": DAY}
    about |= {"text": MARK, "path": f"/nhiem-vu/{task.id}"}
    message = Message(
        person_id=cast.clerk.id,
        day=DAY,
        channel="email",
        weight=Weight.REMINDER,
        message_id=f"<{MARK}@x>",
        next_try_at=clock.now(),
    )
    message_id = _added(message)
    db.session.add(MessageLine(message_id=message_id, channel="email", **about))
    return {"message_id": message_id, "notice_id": _added(Notice(at=clock.now(), on_day=DAY, **about))}


def _strangers(cast: Cast) -> dict[str, Person]:
    """People of another province in every role, and the clerk of an agency that has no part in the plan."""
    issuer = make_agency("UBND tỉnh Sơn La", unit="Sơn La")
    strange = cast.stranger_agency.id
    grants = {
        "head": Grant(Role.HEAD, strange),
        "monitor": Grant(Role.MONITOR, strange, issuer.id),
        "secretary": Grant(Role.SECRETARY, strange, issuer.id),
        "committee": Grant(Role.COMMITTEE, None, issuer.id),
    }
    made = {
        f"{office} of another province": make_person(f"{office}@sonla.test", office, password_hash(), grant)
        for office, grant in grants.items()
    }
    db.session.commit()
    return {"clerk of another province": cast.outsider, "clerk without a part": cast.health_clerk, **made}
