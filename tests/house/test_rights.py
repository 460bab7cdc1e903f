"""Who judges whom, in one table."""

import pytest

from tracker.rights import Actor, Grant, Role, may_judge

ISSUER, STANDING, OTHER, OFFICE, PLAN = 1, 2, 3, 4, 9
MONITOR = Actor(1, "theo dõi", (Grant(Role.MONITOR, STANDING, ISSUER),))
SECRETARY = Actor(2, "thư ký", (Grant(Role.SECRETARY, OFFICE, ISSUER),))
COMMITTEE = Actor(3, "thành viên", (Grant(Role.COMMITTEE, None, ISSUER),))
HEAD = Actor(4, "lãnh đạo", (Grant(Role.HEAD, OTHER),))
STRANGER = Actor(5, "tỉnh khác", (Grant(Role.MONITOR, 8, 7),))


@pytest.mark.parametrize(
    ("actor", "doer", "standing", "may"),
    [
        (MONITOR, OTHER, STANDING, True),
        (MONITOR, STANDING, STANDING, False),
        (SECRETARY, STANDING, STANDING, True),
        (SECRETARY, OTHER, STANDING, False),
        (SECRETARY, OFFICE, OFFICE, False),
        (COMMITTEE, OTHER, STANDING, False),
        (HEAD, OTHER, STANDING, False),
        (STRANGER, OTHER, STANDING, False),
        # No standing agency on record: the monitor's own agency still finds a judge.
        (MONITOR, STANDING, None, False),
        (SECRETARY, STANDING, None, True),
        (MONITOR, OTHER, None, True),
    ],
)
def test_who_judges_what_an_agency_did(actor: Actor, doer: int, standing: int | None, may: bool) -> None:
    judged = may_judge(actor, doer_agency_id=doer, standing_agency_id=standing, issuer_id=ISSUER, plan_id=PLAN)
    assert judged is may


def test_a_role_for_one_plan_says_nothing_about_others() -> None:
    monitor = Actor(1, "theo dõi", (Grant(Role.MONITOR, STANDING, ISSUER, PLAN),))
    assert may_judge(monitor, doer_agency_id=OTHER, standing_agency_id=None, issuer_id=ISSUER, plan_id=PLAN)
    assert not may_judge(monitor, doer_agency_id=OTHER, standing_agency_id=None, issuer_id=ISSUER, plan_id=PLAN + 1)
