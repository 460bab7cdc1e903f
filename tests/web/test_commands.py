"""The commands: one way of writing a day, help with examples, and Vietnamese answers to what was typed wrongly."""

import pytest
from click.testing import Result
from flask import Flask

GROUPS = ("accounts", "plans", "jobs", "reminders")
EVERY = (
    "accounts create",
    "plans extract",
    "plans import",
    "jobs list",
    "jobs run",
    "reminders reconcile",
    "worker",
    "status",
)


def run(app: Flask, line: str) -> Result:
    """What a command answers."""
    return app.test_cli_runner().invoke(args=line.split())


@pytest.mark.parametrize("name", [*GROUPS, *EVERY])
def test_every_group_and_command_shows_an_example_in_vietnamese(app: Flask, name: str) -> None:
    told = run(app, f"{name} --help").stdout
    assert "Ví dụ: flask" in told and "Cách dùng:" in told and "Xem hướng dẫn này." in told
    assert not any(english in told for english in ("Usage", "Options", "Commands", "Show this"))


@pytest.mark.parametrize("written", ["2026-07-31", "31/07/2026", "31/7/2026"])
@pytest.mark.parametrize("command", ["jobs run periods", "reminders reconcile", "status"])
def test_a_day_may_be_written_both_ways(app: Flask, command: str, written: str) -> None:
    answer = run(app, f"{command} --on {written}")
    assert answer.exit_code == 0 and "31/07/2026" in answer.stdout


@pytest.mark.parametrize("written", ["31-07", "2026-02-30", "30/02/2026", "20260731", "45"])
@pytest.mark.parametrize("command", ["jobs run periods", "reminders reconcile", "status"])
def test_what_is_no_day_is_refused_with_a_sentence(app: Flask, command: str, written: str) -> None:
    answer = run(app, f"{command} --on {written}")
    assert answer.exit_code == 2 and not answer.stdout
    assert f"«{written}» không phải là ngày" in answer.stderr and "Ví dụ: flask" in answer.stderr


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("jobs run", "Thiếu VIỆC."),
        ("accounts create", "Thiếu EMAIL."),
        ("plans import", "Thiếu TỆP…."),
        ("jobs run periods --day", "Không có tùy chọn «--day». Các tùy chọn: --on, --help."),
        ("jobs run periods --on", "Tùy chọn --on viết chưa đúng"),
        ("status --json=1", "Tùy chọn --json viết chưa đúng"),
        ("status nay", "Thừa: nay."),
        ("jobs start", "Không có lệnh «start». Các lệnh: list, run."),
        ("plans --all", "Không có tùy chọn «--all»"),
    ],
)
def test_wrong_use_is_answered_in_vietnamese(app: Flask, line: str, sentence: str) -> None:
    answer = run(app, line)
    assert answer.exit_code == 2 and not answer.stdout
    assert sentence in answer.stderr
    assert not any(english in answer.stderr for english in ("Error", "Usage", "Missing", "such"))
