"""The files of a draft: named, renamed, taken out; what was handed in keeps its own."""

import io
import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tests.auditing import AuditingClient
from tests.builders import make_plan, make_report_row
from tests.cast import Cast
from tracker import clock
from tracker.extensions import db
from tracker.reports.drafting import Draft, DraftFile
from tracker.reports.models import ReportRow, ReportSubmission


@pytest.fixture
def row(client: AuditingClient, cast: Cast) -> ReportRow:
    """A report whose draft has two files, its clerk signed in."""
    clock.fix_day(date(2026, 5, 18))
    made = make_report_row(make_plan(cast.issuer), cast.finance)
    db.session.commit()
    client.sign_in(cast.clerk)
    names = ("bieu 1.pdf", "bieu 2.pdf")
    save(client, made, signed_copy=[(io.BytesIO(f"%PDF-1.4 {name}".encode()), name) for name in names])
    return made


def save(client: AuditingClient, row: ReportRow, **more: Any) -> Any:
    data = {"version": row.version, "results_policies": "Đã hỗ trợ.", **more}
    expect = data.pop("expect", 303)
    return client.post(f"/bao-cao/{row.id}/nhap", data=data, expect=expect)


def files(row: ReportRow) -> tuple[DraftFile, ...]:
    db.session.expire_all()
    return Draft.of(row).files


def test_files_get_names_of_their_own_and_keep_them(client: AuditingClient, row: ReportRow) -> None:
    first, second = files(row)
    save(client, row, **{f"file|{first.file_id}|title": "  Biểu 1:  hộ nghèo & <cận> nghèo "})
    assert [file.title for file in files(row)] == ["Biểu 1: hộ nghèo & <cận> nghèo", second.title]
    save(client, row, **{f"file|{first.file_id}|title": "   "})  # an empty name is no name
    assert files(row)[0].title == "Biểu 1: hộ nghèo & <cận> nghèo"
    page = client.get(f"/bao-cao/{row.id}").text
    assert "Biểu 1: hộ nghèo &amp; &lt;cận&gt; nghèo" in page


def test_a_file_is_taken_out_and_the_words_typed_beside_it_stay(client: AuditingClient, row: ReportRow) -> None:
    first, second = files(row)
    client.get(f"/bao-cao/{row.id}/tep/{first.file_id}", audit=False)
    save(client, row, remove_file=str(first.file_id), results_policies="Đã hỗ trợ thêm.")
    assert files(row) == (second,) and Draft.of(row).content["results_policies"] == "Đã hỗ trợ thêm."
    save(client, row, remove_file=str(first.file_id))  # a second press
    assert files(row) == (second,)
    client.get(f"/bao-cao/{row.id}/tep/{first.file_id}", expect=404, audit=False)


@pytest.mark.parametrize("written", ["0", "-1", "9999999999999999999", "a", ""])
def test_a_file_that_is_none_takes_nothing_out(client: AuditingClient, row: ReportRow, written: str) -> None:
    save(client, row, remove_file=written)
    assert len(files(row)) == 2


def test_a_file_of_another_report_does_not_come_in_by_its_number(
    client: AuditingClient, cast: Cast, row: ReportRow
) -> None:
    other = make_report_row(make_plan(cast.issuer, number="99/KH-UBND"), cast.finance)
    db.session.commit()
    foreign = files(row)[0].file_id
    save(client, other, **{f"file|{foreign}|title": "Của người khác"})
    assert files(other) == ()


def test_what_was_handed_in_keeps_its_files_under_the_names_of_then(client: AuditingClient, row: ReportRow) -> None:
    first, second = files(row)
    data = {"version": row.version, "results_policies": "Đã hỗ trợ.", f"file|{first.file_id}|title": "Biểu ký"}
    client.post(f"/bao-cao/{row.id}/nop", data=data, expect=303)
    client.post(f"/bao-cao/{row.id}/rut", data={"version": row.version}, expect=303)
    save(client, row, remove_file=str(first.file_id), **{f"file|{second.file_id}|title": "Tên mới"})
    submission = db.session.scalars(select(ReportSubmission)).one()
    assert submission.file_ids == [first.file_id, second.file_id]
    page = client.get(f"/bao-cao/{row.id}").text
    assert re.search(r"Biểu ký", page), "the version that was handed in names its file"
    [left] = files(row)
    assert left.title == "Tên mới"
