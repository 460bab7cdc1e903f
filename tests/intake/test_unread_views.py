"""An amendment whose orders were not read as work cannot be confirmed in silence."""

import re
from datetime import date
from html import unescape

import pytest
from sqlalchemy import select

from tests.auditing import AuditingClient
from tests.cast import Cast
from tests.intake.amended import sample
from tests.intake.test_versions_views import decide, decide_everything, forms, seen_all, upload
from tracker import clock
from tracker.extensions import db
from tracker.intake.service.reading import import_plan
from tracker.plans.models import Plan, PlanVersion
from tracker.rights import COMMAND_LINE

QUOTED = """ỦY BAN NHÂN DÂN
TỈNH CAO BẰNG
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: 513/QĐ-UBND
Cao Bằng, ngày 05 tháng 8 năm 2026
QUYẾT ĐỊNH
Sửa đổi, bổ sung một số nội dung của Kế hoạch số 42/KH-UBND ngày 03 tháng 3 năm 2026 của Ủy ban nhân dân tỉnh Cao Bằng
ỦY BAN NHÂN DÂN TỈNH CAO BẰNG
Căn cứ Luật Tổ chức chính quyền địa phương;
QUYẾT ĐỊNH:
Điều 1. Sửa đổi, bổ sung một số nội dung của Kế hoạch số 42/KH-UBND ngày 03 tháng 3 năm 2026 như sau:
1. Sửa đổi gạch đầu dòng thứ hai khoản 2 mục IV như sau:
“- Bố trí kinh phí mua sắm bồn chứa nước dự phòng, hoàn thành trước ngày 30/9/2026.”
2. Bãi bỏ khoản 4 mục IV.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký.
Nơi nhận:
- Như Điều 2;
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lê Văn Mẫu
"""


@pytest.fixture
def page(client: AuditingClient, cast: Cast) -> str:
    """The comparison of the amendment, for the monitor who is signed in."""
    clock.fix_day(date(2026, 3, 10))
    import_plan(sample(), "ke-hoach.txt", by=COMMAND_LINE, largest=10_000_000, today=date(2026, 3, 10), confirm=True)
    clock.fix_day(date(2026, 8, 6))
    return f"{upload(client.sign_in(cast.monitor), QUOTED.encode())}/ban-sua-doi"


def test_the_orders_without_a_task_are_quoted_with_the_way_to_add_them(client: AuditingClient, page: str) -> None:
    text = unescape(client.get(page).text)
    assert "1 nội dung sửa đổi chưa đọc được thành việc" in text and "mua sắm bồn chứa nước" in text
    assert "khoản 4 mục IV" not in text.partition('id="chua-doc"')[2].partition("</section>")[0]  # it was found


def test_confirming_needs_the_tick_and_is_written_down(client: AuditingClient, page: str) -> None:
    decide_everything(client, page)
    text = client.get(page).text
    assert "Đã xem các nội dung này" in unescape(text)
    refused = client.post(f"{page}/xac-nhan", data={"seen": seen_all(text)}, expect=422)
    assert "Còn 1 nội dung sửa đổi chưa đọc được thành việc" in unescape(refused.text)
    assert not db.session.scalars(select(PlanVersion)).all()
    client.post(f"{page}/xac-nhan", data={"seen": seen_all(text), "da-xem": "1"}, expect=303)
    plan = db.session.scalars(select(Plan)).one()
    assert "người xác nhận đã xem" in unescape(client.get(f"/ke-hoach/{plan.id}/lich-su").text)


def test_a_task_added_from_the_passage_takes_the_order_from_the_list(client: AuditingClient, page: str) -> None:
    link = re.search(r'href="([^"]+/them\?[^"]+)"', client.get(page).text)
    assert link
    panel = unescape(client.get(unescape(link[1])).text)
    filled = re.search(r"<textarea[^>]*>\s*(.*?)</textarea>", panel, re.DOTALL)
    begin = re.search(r'name="tu"[^>]*value="(\d+)"', panel)
    assert filled and begin and "mua sắm bồn chứa nước" in filled[1]
    client.post(f"{page.removesuffix('/ban-sua-doi')}/them", data={"doan": filled[1], "tu": begin[1]}, expect=303)
    text = client.get(page).text
    assert "chua-doc" not in text and "mua sắm bồn chứa nước" in text
    assert forms(text, "added") or forms(text, "changed")


def test_what_the_list_of_orders_was_is_part_of_what_the_officer_saw(client: AuditingClient, page: str) -> None:
    decide_everything(client, page)
    seen = seen_all(client.get(page).text)
    name, shown = next(iter(forms(client.get(page).text).items()))
    decide(client, page, name, "", shown)
    client.post(f"{page}/xac-nhan", data={"seen": seen, "da-xem": "1"}, expect=409)
