"""flask plans …: read a plan document, and import plans."""

import json
import sys
from pathlib import Path

import click
from flask import current_app

from tracker import clock
from tracker.accounts.queries import person_by_email
from tracker.accounts.signin import actor_of
from tracker.errors import DomainError
from tracker.extensions import db, writing
from tracker.intake.service.reading import ImportedPlan, import_plan
from tracker.parsing.process import AT_LEISURE, AT_LEISURE_ANY_LENGTH, read_apart
from tracker.rights import COMMAND_LINE, Actor
from tracker.web.commands import CommandGroup

plans_cli = CommandGroup(
    "plans", help="Đọc và tiếp nhận văn bản kế hoạch.\n\nVí dụ: flask plans import samples/*.docx --confirm"
)

REFUSED = 2


@plans_cli.command("extract")
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path))
@click.option("--long", is_flag=True, help="Đọc cả văn bản dài hơn 500 trang.")
def extract(file: Path, long: bool) -> None:
    """Đọc một văn bản và in kết quả đọc (JSON); không lưu gì, không dùng cơ sở dữ liệu.

    Ví dụ: flask plans extract samples/ke-hoach-giam-ngheo-2026.docx
    """
    try:
        draft = read_apart(
            _content(file),
            file.name,
            largest=current_app.config["MAX_UPLOAD_BYTES"],
            patience=AT_LEISURE_ANY_LENGTH if long else AT_LEISURE,
            progress=_tell,
        )
    except DomainError as refusal:
        click.echo(f"{file.name}: {refusal.sentence}", err=True)
        raise SystemExit(REFUSED) from refusal
    click.echo(json.dumps(draft, ensure_ascii=False, indent=1))


@plans_cli.command("import")
@click.argument("files", metavar="TỆP…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--confirm", is_flag=True, help="Xác nhận ngay mọi đề xuất không có điểm cần xem.")
@click.option("--as", "email", metavar="EMAIL", help="Người thực hiện; không có thì nhật ký ghi là dòng lệnh.")
@click.option("--issuer", metavar="TÊN", help="Cơ quan ban hành, khi văn bản không nêu (ví dụ: UBND tỉnh Sơn La).")
@click.option("--long", is_flag=True, help="Đọc cả văn bản dài hơn 500 trang.")
def import_files(files: tuple[Path, ...], confirm: bool, email: str | None, issuer: str | None, long: bool) -> None:
    """Tiếp nhận một hay nhiều văn bản kế hoạch; mỗi tệp in một dòng, tệp bị từ chối không chặn tệp sau.

    Ví dụ: flask plans import samples/*.docx --confirm --as theodoi@tinh.gov.vn
    """
    refused = False
    with writing():
        by = _actor(email)
        for file in files:
            try:
                imported = import_plan(
                    _content(file),
                    file.name,
                    by=by,
                    largest=current_app.config["MAX_UPLOAD_BYTES"],
                    today=clock.today(),
                    confirm=confirm,
                    issuer_name=issuer,
                    may_be_long=long,
                    progress=_tell,
                )
                click.echo(_line(imported))
            except DomainError as refusal:
                db.session.rollback()
                refused = True
                click.echo(f"{file.name}: {refusal.sentence}", err=True)
    if refused:
        raise SystemExit(REFUSED)


def _tell(done: int, pages: int) -> None:
    """Say how far the recognition of a scan is, where somebody looks."""
    if sys.stderr.isatty():
        click.echo(f"\rTrang {done}/{pages}", err=True, nl=done == pages)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as missing:
        raise DomainError("Không mở được tệp; hãy kiểm tra đường dẫn và quyền đọc tệp.") from missing


def _actor(email: str | None) -> Actor:
    if email is None:
        return COMMAND_LINE
    person = person_by_email(email)
    if person is None or not person.is_open:
        click.echo(f"Không có tài khoản đang mở với địa chỉ {email}.", err=True)
        raise SystemExit(REFUSED)
    return actor_of(person)


def _line(imported: ImportedPlan) -> str:
    draft = imported.draft
    name = f"{draft.number or 'không số'}, {draft.issuer.name}"
    if not imported.is_new:
        return f"{name}: đã có"
    if imported.version_of:
        return f"{name}: bản sửa đổi của {imported.version_of.short_name}, {imported.left} việc chờ so sánh"
    tasks, rows = (imported.issued.tasks, imported.issued.rows) if imported.issued else (0, 0)
    findings = imported.issued.findings if imported.issued else len(draft.extraction["findings"])
    return f"{name}: {tasks} nhiệm vụ, {imported.left} còn rà soát, {rows} kỳ báo cáo, {findings} phát hiện"
