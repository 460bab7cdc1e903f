"""The urging letter: to whom, what is late, by which day an answer is asked, how bodies only asked are written to."""

import io
from datetime import date

import pdfplumber
import pytest
from docx import Document
from docx.oxml.ns import qn

from tests.auditing import AuditingClient
from tests.builders import make_plan, make_report_row, make_task
from tests.cast import Cast
from tests.documents.reading import text_of
from tracker import clock
from tracker.agencies.models import AgencyKind
from tracker.documents.head import Signer, Signing
from tracker.documents.official import OfficialDocument, Paragraph, Table
from tracker.documents.urging import Late, Sender, Wishes, joint_letter, single_letters
from tracker.extensions import db
from tracker.reports.models import ReportRow

TODAY = date(2026, 5, 25)
LETTER = "/theo-doi/don-doc/cong-van"
REPROOFS = ("quá hạn", "chậm", "khẩn trương", "phê bình", "vi phạm", "yêu cầu")


@pytest.fixture
def row(cast: Cast) -> ReportRow:
    """The finance department's report, five days overdue."""
    clock.fix_day(TODAY)
    row = make_report_row(make_plan(cast.issuer, number="78/KH-UBND"), cast.finance)
    db.session.commit()
    return row


def word_text(content: bytes) -> list[str]:
    body = Document(io.BytesIO(content)).element.body
    return [text_of(p) for p in body.iter(qn("w:p"))]


def test_the_letter_of_the_standing_agency_lists_what_is_late(
    cast: Cast, client: AuditingClient, row: ReportRow
) -> None:
    cast.standing.contact, cast.standing.phone = "Chi cục Phát triển nông thôn", "0206 3000 100"
    make_task(row.plan, cast.finance, due_on=date(2026, 5, 15))
    client.sign_in(cast.monitor)
    said = word_text(client.get(f"{LETTER}.docx?chon=report_row-{row.id}&chon=agency-{cast.finance.id}").data)
    assert said.index("SỞ NÔNG NGHIỆP") < said.index("Kính gửi: Sở Tài chính")
    assert [" ".join(text.split()) for text in said].count("Số: /SNNMT") == 1
    at = said.index("20/05/2026")
    assert said[at - 2 : at + 2][0] == "Báo cáo 6 tháng đầu năm 2026" and said[at + 1] == "5"
    assert said[said.index("15/05/2026") + 1] == "10"
    whole = " ".join(said)
    assert "Kế hoạch số 78/KH-UBND ngày 20/01/2026 của UBND tỉnh Cao Bằng" in whole
    assert "Mục 1" in whole and "Sở Tài chính" in whole
    assert "chậm nhất vào ngày 01 tháng 6 năm 2026" in whole, "five working days"
    assert "Chi cục Phát triển nông thôn, điện thoại 0206 3000 100" in whole
    assert "- Ủy ban nhân dân tỉnh Cao Bằng (để báo cáo);" in said and "- Lưu: VT." in said
    assert said[-1] in ("", "GIÁM ĐỐC") and "GIÁM ĐỐC" in said and whole.count("./.") == 1


def test_what_is_typed_stands_in_the_letter(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    client.sign_in(cast.monitor)
    query = (
        f"chon=report_row-{row.id}&so=9&don-vi=GNBV&han=05/06/2026&lien-he=%C3%94ng+B&ky=thua-lenh&nguoi-ky=L%C3%AA+C"
    )
    said = word_text(client.get(f"{LETTER}.docx?{query}").data)
    whole = " ".join(said)
    assert "Số: 09/SNNMT-GNBV" in said and "- Lưu: VT, GNBV." in said
    assert "Cao Bằng, ngày 25 tháng 5 năm 2026" in said
    assert "chậm nhất vào ngày 05 tháng 6 năm 2026" in whole and "xin liên hệ: Ông B." in whole
    assert said.index("TL. GIÁM ĐỐC") < said.index("CHÁNH VĂN PHÒNG") < said.index("Lê C")


@pytest.mark.parametrize("typed", ["31/02/2026", "mai", "24/05/2026"])
def test_a_day_of_answer_that_cannot_be_is_said_and_kept(
    cast: Cast, client: AuditingClient, row: ReportRow, typed: str
) -> None:
    client.sign_in(cast.monitor)
    page = client.get(f"{LETTER}?chon=report_row-{row.id}&han={typed}").text
    assert "Ngày trả lời phải là một ngày từ hôm nay trở đi" in page and f'value="{typed}"' in page


def test_one_letter_to_all_or_one_to_each(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    other = make_report_row(row.plan, cast.health, due_on=date(2026, 5, 22))
    client.sign_in(cast.monitor)
    chosen = f"?chon=report_row-{row.id}&chon=report_row-{other.id}"
    joint = word_text(client.get(f"{LETTER}.docx{chosen}").data)
    assert "- Sở Tài chính;" in joint and "- Sở Y tế." in joint and joint.count("Cơ quan") == 1
    each = Document(io.BytesIO(client.get(f"{LETTER}.docx{chosen}&gui=tung").data))
    said = [text_of(p) for p in each.element.body.iter(qn("w:p"))]
    assert said.index("Kính gửi: Sở Tài chính") < said.index("Kính gửi: Sở Y tế")
    assert len(each.sections) == 2 and all(section.different_first_page_header_footer for section in each.sections)
    starts = [section._sectPr.find(qn("w:pgNumType")) for section in each.sections]
    assert starts[1].get(qn("w:start")) == "1"
    pages = pdfplumber.open(io.BytesIO(client.get(f"{LETTER}.pdf{chosen}&gui=tung").data)).pages
    assert len(pages) == 2 and not [c for page in pages for c in page.chars if c["top"] < 50], "both are first pages"
    client.get(f"{LETTER}{chosen}&gui=tung")


def late(agency: str, *, invited: bool = False) -> Late:
    return Late(agency, "Báo cáo 6 tháng đầu năm 2026", "Mục 2", date(2026, 5, 20), invited)


def written(cast: Cast, *items: Late) -> OfficialDocument:
    sender = Sender(
        cast.standing, cast.issuer, "Kế hoạch số 78/KH-UBND ngày 20/01/2026", "Kế hoạch số 78/KH-UBND", TODAY
    )
    return joint_letter(sender, items, Wishes(date(2026, 6, 1), signer=Signer(Signing.DEPUTY)))


def words_of(letter: OfficialDocument) -> str:
    said = [letter.subject]
    for block in letter.blocks:
        if isinstance(block, Paragraph):
            said.append(block.text)
        elif isinstance(block, Table):
            said += [column.title for column in block.columns]
    return " ".join(said)


def test_a_body_that_is_only_asked_is_invited_never_reproved(cast: Cast) -> None:
    letter = written(cast, late("Ủy ban MTTQ Việt Nam tỉnh", invited=True))
    said = words_of(letter)
    assert "trân trọng đề nghị" in said and "trân trọng cảm ơn" in said
    assert not [word for word in REPROOFS if word in said.lower()]
    assert letter.subject.startswith("đề nghị phối hợp")


def test_in_a_joint_letter_those_only_asked_have_a_list_of_their_own(cast: Cast) -> None:
    letter = written(cast, late("Sở Tài chính"), late("Hội Nông dân tỉnh", invited=True))
    ordered, invited = [block for block in letter.blocks if isinstance(block, Table)]
    assert [row.cells[1] for row in ordered.rows] == ["Sở Tài chính"] and "Số ngày quá hạn" in words_of(letter)
    assert [row.cells[1] for row in invited.rows] == ["Hội Nông dân tỉnh"]
    assert "Số ngày quá hạn" not in [column.title for column in invited.columns]


def test_the_kind_of_an_agency_says_who_is_only_asked(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    kind = db.session.get(AgencyKind, "MTTQT")
    assert kind is not None and kind.is_requested
    cast.finance.kind_code = kind.code
    client.sign_in(cast.monitor)
    whole = " ".join(word_text(client.get(f"{LETTER}.docx?chon=report_row-{row.id}").data))
    assert "trân trọng đề nghị quý cơ quan" in whole and "quá hạn" not in whole


def test_each_agency_gets_only_its_own_lines(cast: Cast) -> None:
    sender = Sender(
        cast.standing, cast.issuer, "Kế hoạch số 78/KH-UBND ngày 20/01/2026", "Kế hoạch số 78/KH-UBND", TODAY
    )
    items = [late("Sở Tài chính"), late("Sở Y tế"), late("Sở Tài chính")]
    first, second = single_letters(sender, items, Wishes(date(2026, 6, 1)))
    tables = [next(block for block in letter.blocks if isinstance(block, Table)) for letter in (first, second)]
    assert [len(table.rows) for table in tables] == [2, 1]
    assert first.addressees == ("Sở Tài chính",) and second.title == "Công văn đôn đốc - Sở Y tế"


@pytest.mark.parametrize("ending", ["", ".docx", ".pdf"])
def test_only_the_monitor_of_the_plan_gets_the_letter(
    cast: Cast, client: AuditingClient, row: ReportRow, ending: str
) -> None:
    for person in (cast.clerk, cast.committee, cast.secretary, cast.administrator, cast.outsider):
        client.sign_in(person)
        client.get(f"{LETTER}{ending}?chon=report_row-{row.id}", expect=403)
    foreign = make_report_row(make_plan(cast.stranger_agency), cast.stranger_agency)
    client.sign_in(cast.monitor)
    client.get(f"{LETTER}{ending}?chon=report_row-{foreign.id}", expect=404)
    client.get(f"{LETTER}{ending}?chon=x-1", expect=404)
    client.get(f"{LETTER}{ending}", expect=422)
    client.get(f"{LETTER}{ending}?chon=report_row-{row.id}")


def test_the_preview_of_an_urging_offers_the_letter(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    client.sign_in(cast.monitor)
    page = client.get(f"/theo-doi/don-doc/xem-truoc?chon=report_row-{row.id}&_external=1").text
    for ending in ("", ".docx", ".pdf"):
        assert f'href="{LETTER}{ending}?chon=report_row-{row.id}"' in page


def test_the_letter_is_saved_under_its_name(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    client.sign_in(cast.monitor)
    answer = client.get(f"{LETTER}.docx?chon=report_row-{row.id}")
    assert "C%C3%B4ng%20v%C4%83n%20%C4%91%C3%B4n%20%C4%91%E1%BB%91c" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_long_list_costs_no_more_statements(cast: Cast, client: AuditingClient, row: ReportRow) -> None:
    client.sign_in(cast.monitor)
    make_task(row.plan, cast.finance, due_on=date(2026, 5, 15))
    client.get(f"{LETTER}.docx?chon=report_row-{row.id}&chon=agency-{cast.finance.id}")
    few = client.statements
    for _number in range(30):
        make_task(row.plan, cast.finance, due_on=date(2026, 5, 15))
    client.get(f"{LETTER}.docx?chon=report_row-{row.id}&chon=agency-{cast.finance.id}")
    assert client.statements == few
