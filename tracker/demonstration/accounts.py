"""The accounts of the demonstration: one shown per role, and colleagues without a password."""

import json
import secrets
from pathlib import Path

from config import DEMONSTRATION_MARK
from tracker.accounts import service
from tracker.accounts.addresses import DEMONSTRATION_DOMAIN
from tracker.accounts.models import Person
from tracker.rights import COMMAND_LINE, ROLE_WORDS, Grant

ACCOUNTS_FILE = DEMONSTRATION_MARK


class DemonstrationAccounts:
    """Opens accounts and remembers those that are shown."""

    def __init__(self) -> None:
        self.shown: list[dict[str, str]] = []

    def show(self, name: str, *grants: Grant) -> Person:
        """Open an account whose password is printed by `make run`."""
        role = grants[0].role
        password = secrets.token_urlsafe(9)
        email = f"{role.value}@{DEMONSTRATION_DOMAIN}"
        self.shown.append({"role": ROLE_WORDS[role], "email": email, "password": password, "name": name})
        return service.open_account(email, name, password, grants=grants, by=COMMAND_LINE)

    def hide(self, email_name: str, name: str, *grants: Grant) -> Person:
        """Open an account of a colleague who only gets reminders: it has no password."""
        return service.open_account(f"{email_name}@{DEMONSTRATION_DOMAIN}", name, None, grants=grants, by=COMMAND_LINE)

    def write(self, path: Path) -> None:
        """Write the shown accounts, readable by the owner of the instance alone."""
        path.write_text(json.dumps(self.shown, ensure_ascii=False, indent=1), encoding="utf-8")
        path.chmod(0o600)
