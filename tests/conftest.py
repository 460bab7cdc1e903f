"""What every test may ask for: a database of its own, the app, the auditing client, the cast."""

import os
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.auditing import AuditingClient
from tests.cast import Cast, assemble
from tests.databases import Databases, databases, settings_for
from tracker import clock, create_app
from tracker.extensions import db, writing

DATABASE = os.environ.get("TRACKER_TEST_DATABASE", "sqlite")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark every test that asks for the app as one that touches the database; leave out those of the other one."""
    foreign = []
    for item in items:
        if "app" in getattr(item, "fixturenames", ()) or "fresh_database" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.database)
        wanted = item.get_closest_marker("only_on")
        if wanted is not None and wanted.args[0] != DATABASE:
            foreign.append(item)
    if foreign:
        config.hook.pytest_deselected(items=foreign)
        items[:] = [item for item in items if item not in foreign]


@pytest.fixture(scope="session")
def database_store() -> Iterator[Databases]:
    """The template of all databases of this run."""
    with databases(DATABASE) as store:
        yield store


@pytest.fixture(scope="session")
def shared_app(database_store: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One application for the whole run: what it compiled of templates and SQL is not compiled again."""
    url = database_store.fresh()
    application = create_app(settings_for(url, tmp_path_factory.mktemp("instance")))
    application.test_client_class = AuditingClient
    yield application
    database_store.drop(url)


@pytest.fixture
def fresh_database(database_store: Databases, shared_app: Flask) -> Iterator[str]:
    """The address of the shared application's database, empty but for the catalogue."""
    url = str(shared_app.config["SQLALCHEMY_DATABASE_URI"]).replace("postgresql+psycopg", "postgresql")
    database_store.renew(url)
    yield url
    with shared_app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(shared_app: Flask, fresh_database: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on a fresh database, inside its context; writes are expected. Its settings come back."""
    settings = dict(shared_app.config)
    shared_app.config["TRACKER_INSTANCE"] = tmp_path
    with shared_app.app_context(), writing():
        yield shared_app
        db.session.remove()
    shared_app.config.clear()
    shared_app.config.update(settings)


@pytest.fixture(autouse=True)
def real_days() -> Iterator[None]:
    """No test inherits another's day."""
    yield
    clock.fix_day(None)


@pytest.fixture
def cast(app: Flask) -> Cast:
    """The fixed cast: clerk, head, monitor, secretary, committee member, administrator, outsider."""
    return assemble()


@pytest.fixture
def client(app: Flask) -> AuditingClient:
    """A browser without a session; `client.sign_in(person)` opens one."""
    client = app.test_client()
    assert isinstance(client, AuditingClient)
    return client


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 that nobody has signed but itself."""
    folder = tmp_path_factory.mktemp("certificate")
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", str(folder / "both.pem"), "-out", str(folder / "certificate.pem")]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject, *files]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def tls(certificate: Path) -> ssl.SSLContext:
    """What a server with this certificate uses."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate / "certificate.pem", certificate / "both.pem")
    return context
