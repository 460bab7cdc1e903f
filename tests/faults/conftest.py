"""What the tests of faults share: a mail server, processes that can be killed, and the day."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.faults.processes import Forker, forker
from tests.faults.world import TODAY, figures, reconciled
from tests.notifications.sink import Sink, mail_server
from tracker import clock


@pytest.fixture(scope="session")
def forking() -> Iterator[Forker]:
    """The process that forks children, one for the whole run."""
    with forker() as process:
        yield process


@pytest.fixture
def sink(app: Flask) -> Iterator[Sink]:
    """A mail server that the application uses."""
    with mail_server() as server:
        app.config["SMTP_URL"] = server.url
        yield server


@pytest.fixture
def processes(forking: Forker, sink: Sink, fresh_database: str, tmp_path: Path) -> Iterator[Forker]:
    """Real processes on the test's database and mail server, on the test's day; all are gone at its end."""
    forking.common = {
        "database": fresh_database,
        "instance": str(tmp_path),
        "smtp": sink.url,
        "day": TODAY.isoformat(),
    }
    yield forking
    forking.kill_all()


@pytest.fixture(autouse=True)
def nothing_is_missing(app: Flask, record_property: Callable[[str, object], None]) -> Iterator[None]:
    """Whatever a test broke: afterwards the reconciliation finds nothing missing. Its last figures are kept."""
    clock.fix_day(TODAY)
    figures.clear()
    yield
    clock.fix_day(TODAY)
    reconciled(app)
    record_property("figures", "; ".join(figures[-1:]))
