"""flask accounts …: the first administrator, and resetting a lost password."""

import secrets

import click

from tracker.accounts import service
from tracker.errors import DomainError
from tracker.extensions import writing
from tracker.rights import COMMAND_LINE, Grant, Role
from tracker.web.commands import CommandGroup

accounts_cli = CommandGroup(
    "accounts", help="Tài khoản người dùng.\n\nVí dụ: flask accounts create quantri@tinh.gov.vn"
)


@accounts_cli.command("create")
@click.argument("email", metavar="EMAIL")
@click.option(
    "--name",
    metavar="TÊN",
    default="Quản trị hệ thống",
    help="Họ tên hoặc chức danh; không có thì là Quản trị hệ thống.",
)
@click.option("--password", metavar="MẬT_KHẨU", help="Mật khẩu ban đầu; không có thì lệnh tự đặt và in ra một lần.")
def create(email: str, name: str, password: str | None) -> None:
    """Tạo tài khoản quản trị (người đầu tiên, hoặc thêm).

    Ví dụ: flask accounts create quantri@tinh.gov.vn --name "Quản trị tỉnh"
    """
    chosen = password or secrets.token_urlsafe(12)
    with writing():
        try:
            service.open_account(email, name, chosen, grants=(Grant(Role.ADMINISTRATOR),), by=COMMAND_LINE)
        except DomainError as refusal:
            click.echo(refusal.sentence, err=True)
            raise SystemExit(2) from refusal
    click.echo(f"Đã tạo tài khoản quản trị {email}.")
    if not password:
        click.echo(f"Mật khẩu ban đầu: {chosen}")
