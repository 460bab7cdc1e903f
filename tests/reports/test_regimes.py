"""The administrator changes regimes without code, and sees beforehand which rows move."""

import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.auditing import AuditingClient
from tests.builders import make_duty, make_plan, make_report_row
from tests.cast import Cast
from tests.reports.test_issue import due_days, issue, order, rows_of
from tracker import clock
from tracker.extensions import db
from tracker.reports.counts import counts
from tracker.reports.issue import issue_due_rows
from tracker.reports.models import Regime, ReportRow, ReportRowTerms
from tracker.reports.rules import DueOrigin, ReportState

PATH = "/quan-tri/che-do-bao-cao"
TODAY = date(2026, 3, 2)
INPUT = re.compile(r'<input id="(\w+)" name="\w+" type="text" value="([^"]*)"')


@pytest.fixture(autouse=True)
def on_a_day(app: Flask) -> None:
    clock.fix_day(TODAY)


def typed(client: AuditingClient, path: str) -> dict[str, str]:
    """What the form of a regime shows."""
    text = client.get(path).text
    hidden = dict(re.findall(r'type="hidden" name="(seen)" value="(\w+)"', text))
    found = dict(INPUT.findall(text)) | hidden | {"roll": re.search(r'<option value="(\w+)" selected', text)[1]}
    return found | ({"is_active": "1"} if 'value="1" checked' in text else {})


def seal(answer: TestResponse) -> str:
    return re.search(r'name="xac-nhan" value="(\w+)"', answer.text)[1]


def keep(client: AuditingClient, path: str, data: dict[str, str]) -> str:
    """Look at the preview and apply it; return the preview."""
    shown = client.post(path, data=data, expect=200)
    client.post(path, data={**data, "xac-nhan": seal(shown)}, expect=303)
    return shown.text


def test_what_would_move_is_shown_before_anything_is_kept(cast: Cast, client: AuditingClient) -> None:
    issue(make_plan(cast.issuer), order(cast.finance), today=date(2026, 1, 20))
    client.sign_in(cast.administrator)
    data = {**typed(client, f"{PATH}/1"), "cell_2_semiannual": "10/6", "grace_days": "2"}
    shown = client.post(f"{PATH}/1", data=data, expect=200)
    assert "20/05/2026 thành <b>10/06/2026</b>" in shown.text
    assert "Sở Tài chính" in shown.text and "gia hạn nộp đến 12/06/2026" in shown.text
    assert due_days(cast.finance)["2026-H1"] == date(2026, 5, 20)
    client.post(f"{PATH}/1", data={**data, "xac-nhan": seal(shown)}, expect=303)
    half, year = rows_of(cast.finance)
    assert (half.due_on, half.printed_due_on, half.grace_until) == (
        date(2026, 6, 10),
        date(2026, 6, 10),
        date(2026, 6, 12),
    )
    assert (year.due_on, year.grace_until) == (date(2026, 11, 20), date(2026, 11, 25))  # 24/11 is a day off


def test_rows_that_are_past_begun_stated_extended_or_excused_keep_their_days(
    cast: Cast, client: AuditingClient
) -> None:
    plan = make_plan(cast.issuer)
    reasons: dict[str, dict[str, object]] = {
        "đã bắt đầu viết hoặc đã nộp": {"state": ReportState.DRAFT},
        "đã được miễn hoặc kỳ đã khóa": {"excused_on": TODAY, "excused_reason": "Mới lập"},
        "hạn nộp đã qua": {"due_on": date(2026, 3, 1)},
        "ngày do chính kế hoạch quy định": {"due_origin": DueOrigin.STATED},
        "đã được gia hạn riêng": {"printed_due_on": date(2026, 5, 15)},
    }
    rows = [
        make_report_row(plan, cast.finance, duty=make_duty(plan, cast.finance, position=number), **changes)
        for number, changes in enumerate(reasons.values(), start=1)
    ]
    before = [row.due_on for row in rows]
    client.sign_in(cast.administrator)
    shown = keep(client, f"{PATH}/1", {**typed(client, f"{PATH}/1"), "cell_2_semiannual": "10/6"})
    assert "Không kỳ nào đã lập phải đổi ngày." in shown
    for words in reasons:
        assert f"1 kỳ: {words}" in shown
    assert [row.due_on for row in db.session.scalars(select(ReportRow).order_by(ReportRow.id))] == before


def test_a_new_day_that_is_already_past_moves_nothing(cast: Cast, client: AuditingClient) -> None:
    make_report_row(make_plan(cast.issuer), cast.finance)
    client.sign_in(cast.administrator)
    shown = keep(client, f"{PATH}/1", {**typed(client, f"{PATH}/1"), "cell_2_semiannual": "15/2"})
    assert "1 kỳ: hạn mới đã qua trước hôm nay" in shown


def test_figures_as_of_an_earlier_day_stand_after_a_row_moved(cast: Cast, client: AuditingClient) -> None:
    issue(make_plan(cast.issuer), order(cast.finance), today=date(2026, 1, 20))
    client.sign_in(cast.administrator)
    clock.fix_day(date(2026, 5, 20))
    keep(client, f"{PATH}/1", {**typed(client, f"{PATH}/1"), "cell_2_semiannual": "10/6"})
    terms = db.session.scalars(select(ReportRowTerms)).one()
    assert (terms.until_day, terms.due_on) == (date(2026, 5, 20), date(2026, 5, 20))
    clock.fix_day(date(2026, 6, 20))
    assert [counts(day).missing for day in (date(2026, 5, 19), date(2026, 6, 9), date(2026, 6, 10))] == [0, 0, 1]


def test_applying_twice_changes_nothing_and_says_so(cast: Cast, client: AuditingClient) -> None:
    issue(make_plan(cast.issuer), order(cast.finance), today=date(2026, 1, 20))
    client.sign_in(cast.administrator)
    data = {**typed(client, f"{PATH}/1"), "cell_2_semiannual": "10/6"}
    confirmed = {**data, "xac-nhan": seal(client.post(f"{PATH}/1", data=data, expect=200))}
    for _ in range(2):
        client.post(f"{PATH}/1", data=confirmed, expect=303)
    assert len(db.session.scalars(select(ReportRowTerms)).all()) == 1


def test_a_preview_that_no_longer_holds_is_shown_anew(cast: Cast, client: AuditingClient) -> None:
    issue(make_plan(cast.issuer), order(cast.finance), today=date(2026, 1, 20))
    client.sign_in(cast.administrator)
    data = {**typed(client, f"{PATH}/1"), "cell_2_semiannual": "10/6"}
    shown = seal(client.post(f"{PATH}/1", data=data, expect=200))
    rows_of(cast.finance)[0].state = ReportState.DRAFT
    answer = client.post(f"{PATH}/1", data={**data, "xac-nhan": shown}, expect=409)
    assert "đã thay đổi từ lúc xem trước" in answer.text
    assert due_days(cast.finance)["2026-H1"] == date(2026, 5, 20)


def test_a_successor_serves_the_later_periods_and_its_predecessor_those_before(
    cast: Cast, client: AuditingClient
) -> None:
    plan = make_plan(cast.issuer, period_end=date(2030, 12, 31))
    issue(plan, order(cast.finance), today=date(2026, 1, 20))
    client.sign_in(cast.administrator)
    path = f"{PATH}/moi?thay=1"
    data = {**typed(client, path), "name": "Mặc định từ 7/2026", "valid_from": "01/07/2026", "cell_2_annual": "5/12"}
    shown = keep(client, path, data)
    assert "chế độ cũ hết hiệu lực ngày 30/06/2026" in shown
    assert due_days(cast.finance) == {"2026-H1": date(2026, 5, 20), "2026": date(2026, 12, 5)}
    old, new = db.session.get(Regime, 1), db.session.scalars(select(Regime).where(Regime.series_id == 1)).one()
    assert (old.valid_to, new.valid_from, new.is_active) == (date(2026, 6, 30), date(2026, 7, 1), True)
    half, year = rows_of(cast.finance)
    assert (half.regime_id, year.regime_id) == (old.id, new.id)
    issue_due_rows(today=date(2027, 1, 2))
    assert rows_of(cast.finance)[-1].regime_id == new.id


def test_overlapping_validity_is_refused_with_a_sentence(cast: Cast, client: AuditingClient) -> None:
    client.sign_in(cast.administrator)
    data = {**typed(client, f"{PATH}/moi?thay=1"), "name": "Mới", "valid_from": "01/07/2026"}
    keep(client, f"{PATH}/moi?thay=1", data)
    answer = client.post(f"{PATH}/1", data={**typed(client, f"{PATH}/1"), "valid_to": "31/12/2026"}, expect=422)
    assert "Hiệu lực trùng với «Mới» (hiệu lực từ 01/07/2026)" in answer.text and "31/12/2026" in answer.text
    other = {"name": "Khác", "source": "QĐ 2/2026", "is_active": "1", "cell_2_annual": "1/12"}
    answer = client.post(f"{PATH}/moi", data=other, expect=422)
    assert "đang là mặc định cho cùng bước và loại kỳ" in answer.text
    client.post(f"{PATH}/moi", data={**other, "is_active": ""}, expect=200)


def test_a_regime_is_added_without_code(cast: Cast, client: AuditingClient) -> None:
    client.sign_in(cast.administrator)
    assert "cell_2_semiannual" in client.get(f"{PATH}/moi").text
    wrong = {
        "name": "Quy định của tỉnh",
        "source": "QĐ 1/2026",
        "cell_2_semiannual": "31/02",
        "cell_2_annual": "5/12",
        "start_semiannual": "15/12",
        "end_semiannual": "14/6",
        "grace_days": "x",
    }
    answer = client.post(f"{PATH}/moi", data=wrong, expect=422)
    for words in ("31/02", "5/12", "Ngày chốt số liệu phải sau ngày bắt đầu", "từ 0 đến 60"):
        assert words in answer.text
    right = {
        "name": "Quy định của tỉnh",
        "source": "QĐ 1/2026",
        "cell_2_semiannual": "5/6",
        "cell_2_annual": "9/2 năm sau",
        "cell_2_quarterly": "15 ngày làm việc",
        "start_semiannual": "15/12 năm trước",
        "end_semiannual": "14/6",
        "start_annual": "1/11 năm trước",
        "end_annual": "30/4",
        "start_quarterly": "15/3 kỳ trước",
        "end_quarterly": "14/3",
        "roll": "next",
        "grace_days": "3",
    }
    keep(client, f"{PATH}/moi", right)
    regime = db.session.scalars(select(Regime).where(Regime.name == "Quy định của tỉnh")).one()
    shown = typed(client, f"{PATH}/{regime.id}")
    assert {name: shown.get(name) for name in right} == right
    kept = {(w.start_month, w.start_day, w.end_month, w.end_day) for w in regime.windows}
    assert kept == {(0, 15, 6, 14), (-1, 1, 4, 31), (0, 15, 3, 14)}
    client.post(f"{PATH}/moi", data={**right, "source": "x"}, expect=422)  # the name is taken


def test_regimes_are_the_administrators_alone(cast: Cast, client: AuditingClient) -> None:
    client.sign_in(cast.administrator)
    client.get(PATH)
    client.get(f"{PATH}/99999", expect=404)
    client.sign_in(cast.clerk)
    client.get(PATH, expect=403)
    client.post(f"{PATH}/1", data={"name": "x"}, expect=403)


def test_a_successor_does_not_begin_before_the_one_it_replaces(cast: Cast, client: AuditingClient) -> None:
    client.sign_in(cast.administrator)
    ended = db.session.scalars(select(Regime).where(Regime.valid_to == date(2020, 12, 31)).order_by(Regime.id)).first()
    path = f"{PATH}/moi?thay={ended.id}"
    data = {**typed(client, path), "name": "Mới"}
    answer = client.post(path, data={**data, "valid_from": "01/01/2016"}, expect=422)
    assert f"sau ngày bắt đầu của «{ended.name}»" in answer.text


def test_a_successor_does_not_lengthen_what_had_ended(cast: Cast, client: AuditingClient) -> None:
    client.sign_in(cast.administrator)
    ended = db.session.scalars(select(Regime).where(Regime.valid_to == date(2020, 12, 31)).order_by(Regime.id)).first()
    path = f"{PATH}/moi?thay={ended.id}"
    shown = keep(client, path, {**typed(client, path), "name": "Mới", "valid_from": "01/07/2026"})
    assert "chế độ cũ hết hiệu lực ngày 31/12/2020" in shown
    assert ended.valid_to == date(2020, 12, 31)


def test_a_text_that_is_too_long_is_refused_and_not_cut(cast: Cast, client: AuditingClient) -> None:
    client.sign_in(cast.administrator)
    long = "Quyết định của Ủy ban nhân dân tỉnh " * 8
    data = {**typed(client, f"{PATH}/1"), "source": long}
    answer = client.post(f"{PATH}/1", data=data, expect=422)
    assert "Tối đa 200 ký tự." in answer.text and long.strip() in answer.text


def test_a_quarter_and_a_month_have_no_next_year(cast: Cast, client: AuditingClient) -> None:
    client.sign_in(cast.administrator)
    data = {**typed(client, f"{PATH}/1"), "cell_2_quarterly": "5/1 năm sau"}
    assert "5 ngày" in client.post(f"{PATH}/1", data=data, expect=422).text


def test_an_old_form_does_not_undo_what_another_administrator_kept(cast: Cast, client: AuditingClient) -> None:
    client.sign_in(cast.administrator)
    old = typed(client, f"{PATH}/3")
    keep(client, f"{PATH}/3", {**old, "source": "Nghị định mới, Điều 5"})
    answer = client.post(f"{PATH}/3", data={**old, "grace_days": "2"}, expect=409)
    assert "vừa được người khác sửa" in answer.text
    keep(client, f"{PATH}/3", {**typed(client, f"{PATH}/3"), "grace_days": "2"})
    assert db.session.get_one(Regime, 3).source == "Nghị định mới, Điều 5"


def test_the_preliminary_and_the_final_count_of_poor_households_are_two_series(cast: Cast) -> None:
    plan = make_plan(cast.issuer)
    for position, name in enumerate(("Kết quả sơ bộ rà soát hộ nghèo", "Kết quả chính thức rà soát hộ nghèo"), 1):
        regime = db.session.scalars(select(Regime).where(Regime.name.startswith(name), Regime.valid_to.is_(None))).one()
        make_duty(plan, cast.standing, position=position, periods=["annual"], regime_id=regime.id)
    db.session.commit()
    issue_due_rows(today=date(2026, 1, 20))
    assert sorted(row.due_on for row in rows_of(cast.standing)) == [date(2026, 11, 14), date(2026, 12, 19)]


def test_the_regimes_stand_in_the_bar_of_the_administrator_alone(cast: Cast, client: AuditingClient) -> None:
    client.sign_in(cast.administrator)
    link = f'<a href="{PATH}"'
    for path, is_there in (("/quan-tri/lich", False), (PATH, True), (f"{PATH}/1", True), (f"{PATH}/moi", True)):
        bar = client.get(path).text.partition("</nav>")[0]
        assert link in bar
        assert (f'{link} aria-current="page"' in bar) is is_there
    client.sign_in(cast.monitor)
    assert PATH not in client.get("/bao-cao/nghia-vu").text.partition("</nav>")[0]
