"""The flask commands, gathered from their features. Exit codes: 0 done, 2 input or use refused, 1 our fault."""

from flask import Flask

from tracker.accounts.commands import accounts_cli
from tracker.intake.commands import plans_cli
from tracker.jobs.commands import jobs_cli, reminders_cli, worker
from tracker.steering.commands import status_command

COMMANDS = (accounts_cli, plans_cli, worker, jobs_cli, reminders_cli, status_command)


def register_commands(app: Flask) -> None:
    """Register every command and command group."""
    for command in COMMANDS:
        app.cli.add_command(command)
