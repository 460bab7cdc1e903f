"""What every flask command shares: a day as people write it, and answers in Vietnamese to what was typed wrongly.

Exit code 2 for whatever is refused, with one sentence and, where the command has one, its example.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import IO, Any, NoReturn

import click
from flask.cli import AppGroup

from tracker.vietnamese import parse_day

EXAMPLE = "Ví dụ: "
_ISO_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_PIECES = {"[OPTIONS]": "[TÙY_CHỌN]", "COMMAND [ARGS]...": "LỆNH …"}
_NAMES_IN_BRACKETS = re.compile(r"\(([^()]*)\)$")


class Day(click.ParamType[date]):
    """A day written as 2026-06-30 or 30/06/2026. A bare number is no day."""

    name = "NGÀY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day, or refuse it with the words to put it right."""
        if isinstance(value, date):
            return value
        day = _read(str(value).strip())
        if day is None:
            self.fail(f"«{value}» không phải là ngày; hãy nhập như 2022-06-30 hoặc 30/06/2022.", param, ctx)
        return day


DAY = Day()


def _read(written: str) -> date | None:
    if not _ISO_DAY.match(written):
        return parse_day(written)
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


class Refused(click.UsageError):
    """A command that was typed wrongly, in one Vietnamese sentence."""

    def show(self, file: IO[str] | None = None) -> None:
        """Print the sentence, the command's own example, and how to get help."""
        click.echo(self.format_message(), file=file, err=file is None)
        if self.ctx is None:
            return
        for line in (self.ctx.command.help or "").splitlines():
            if line.strip().startswith(EXAMPLE):
                click.echo(line.strip(), file=file, err=file is None)
        click.echo(f"Xem: {self.ctx.command_path} --help", file=file, err=file is None)


class _Vietnamese(click.Command):
    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Read what was typed; refuse it in Vietnamese."""
        return _in_vietnamese(lambda: super(_Vietnamese, self).make_context(*args, **kwargs))

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show how the command is called."""
        pieces = [_PIECES.get(piece, piece) for piece in self.collect_usage_pieces(ctx)]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="Cách dùng: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the options."""
        options = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]
        with formatter.section("Tùy chọn"):
            formatter.write_dl([line for option in options if (line := option.get_help_record(ctx))])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Say in Vietnamese what --help does."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Xem hướng dẫn này."
        return option


class Command(_Vietnamese):
    """A command of ours."""


class CommandGroup(_Vietnamese, AppGroup):
    """A group of our commands; they run inside the application."""

    command_class = Command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; name those that there are when there is none called so."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            there_are = ", ".join(self.list_commands(ctx))
            raise Refused(f"Không có lệnh «{args[0]}». Các lệnh: {there_are}.", ctx)
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the options and the commands."""
        super().format_options(ctx, formatter)
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Các lệnh"):
            formatter.write_dl([(name, command.get_short_help_str(140)) for name, command in commands if command])


def _in_vietnamese(read: Callable[[], click.Context]) -> click.Context:
    try:
        return read()
    except (Refused, click.exceptions.NoArgsIsHelpError):
        raise
    except click.UsageError as wrong:
        _refuse(wrong)


def _refuse(wrong: click.UsageError) -> NoReturn:
    raise Refused(_sentence(wrong), wrong.ctx) from wrong


def _sentence(wrong: click.UsageError) -> str:
    if isinstance(wrong, click.MissingParameter):
        return f"Thiếu {_name(wrong.param)}."
    if isinstance(wrong, click.NoSuchOption):
        options = wrong.ctx.command.params if wrong.ctx else []
        known = ", ".join([*(o.opts[0] for o in options if isinstance(o, click.Option)), "--help"])
        return f"Không có tùy chọn «{wrong.option_name}». Các tùy chọn: {known}."
    if isinstance(wrong, click.BadOptionUsage):
        return f"Tùy chọn {wrong.option_name} viết chưa đúng: thiếu hoặc thừa giá trị."
    if isinstance(wrong, click.BadParameter):
        return wrong.message if isinstance(getattr(wrong.param, "type", None), Day) else f"{_name(wrong.param)} sai."
    extra = _NAMES_IN_BRACKETS.search(wrong.message)
    return f"Thừa: {extra.group(1)}." if extra else "Lệnh viết chưa đúng."


def _name(param: click.Parameter | None) -> str:
    if isinstance(param, click.Option):
        return f"tùy chọn {param.opts[0]}"
    return (
        param.make_metavar(click.get_current_context(silent=True) or click.Context(click.Command(""))) if param else ""
    )
