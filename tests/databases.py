"""Databases for tests: one migrated template, copied for each test; SQLite files or a throw-away PostgreSQL cluster."""

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

import psycopg
from flask_migrate import upgrade
from psycopg.sql import SQL, Identifier

from config import load_settings
from tracker import create_app
from tracker.extensions import db


class Databases(Protocol):
    """Gives each test a fresh, migrated database with the catalogue in it."""

    def fresh(self) -> str:
        """Return the address of a database of one's own."""

    def renew(self, url: str) -> None:
        """Put the database back to what it was when it was fresh. Nobody may be connected to it."""

    def drop(self, url: str) -> None:
        """Throw the database away."""


def settings_for(url: str, instance: Path, **changes: Any) -> dict[str, Any]:
    """Return the settings of a test application on the database `url`."""
    settings = load_settings({"DATABASE_URL": url, "TRACKER_INSTANCE": str(instance)})
    return {**settings, "TESTING": True, "PROPAGATE_EXCEPTIONS": False, "MAIL_FROM": "theo-doi@test.vn", **changes}


def migrate_to_head(url: str, instance: Path) -> None:
    """Bring the database to the newest migration."""
    app = create_app(settings_for(url, instance))
    with app.app_context():
        upgrade()
        db.session.remove()
        db.engine.dispose()


class SqliteFiles:
    """Copies of one migrated file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template = folder / "template.db"
        migrate_to_head(f"sqlite:///{self.template}", folder / "template-instance")
        for left_over in folder.glob("template.db-*"):
            left_over.unlink()

    def fresh(self) -> str:
        """Return the address of a copy of the template."""
        url = f"sqlite:///{self.folder / uuid.uuid4().hex}.db"
        self.renew(url)
        return url

    def renew(self, url: str) -> None:
        """Copy the template over the file."""
        self.drop(url)
        shutil.copyfile(self.template, url.removeprefix("sqlite:///"))

    def drop(self, url: str) -> None:
        """Remove the file and what SQLite left beside it."""
        path = Path(url.removeprefix("sqlite:///"))
        for file in path.parent.glob(path.name + "*"):
            file.unlink()


class Swept:
    """A PostgreSQL database that is emptied after a test rather than made anew, which takes a fifth of the time.

    What the template holds (the catalogue), and the tables themselves, must be as they were; else it is made anew.
    """

    TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
    SEQUENCES = "SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences ORDER BY 1"
    OTHERS = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    CATALOGUES = ("pg_class", "pg_attribute", "pg_constraint", "pg_trigger", "pg_proc", "pg_index")

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        tables = [str(name) for (name,) in self._connection.execute(self.TABLES)]
        self._full = self._holding(tables)
        self._empty = [name for name in tables if name not in self._full]
        self._sequences = self._numbers()
        (born,) = self._connection.execute("SELECT pg_current_xact_id()::xid::text").fetchall()[0]
        # A row carries the number of the transaction that wrote it: none may be younger than the database.
        self._looked_at = " UNION ALL ".join(
            f"SELECT count(*), count(*) FILTER (WHERE age(xmin) < age('{born}'::xid)) FROM {name}"
            for name in (*self.CATALOGUES, *self._full)
        )
        self._print = self._connection.execute(self._looked_at.encode()).fetchall()

    def sweep(self) -> bool:
        """Empty what the template has empty, and let every number begin anew; False when that is not enough."""
        self._connection.execute(self.OTHERS)
        if self._connection.execute(self._looked_at.encode()).fetchall() != self._print:
            return False
        dirty = self._holding(self._empty)
        with self._connection.transaction():
            self._connection.execute("SET LOCAL session_replication_role = replica")  # no trigger or key in the way
            for name in dirty:
                self._connection.execute(SQL("DELETE FROM {}").format(Identifier(name)))
        for name, last in self._numbers().items():
            first = self._sequences[name]
            if last != first:
                self._connection.execute("SELECT setval(%s::regclass, %s, %s)", (name, max(first, 1), first > 0))
        return True

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()

    def _numbers(self) -> dict[str, int]:
        return dict(self._connection.execute(self.SEQUENCES).fetchall())

    def _holding(self, names: Sequence[str]) -> list[str]:
        asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in names)
        return [str(name) for (name,) in self._connection.execute(asked.encode())]


class PostgresCluster:
    """A cluster of Debian's binaries in a folder of its own, run as user postgres when we are root.

    A careful one writes as a server in use does; else nothing has to survive a power cut.
    """

    def __init__(self, folder: Path, *, careful: bool = False) -> None:
        self.folder = folder
        self.careful = careful
        self.port = 54000 + os.getpid() % 8000
        self.swept: dict[str, Swept] = {}
        self.bin = newest_postgres_binaries()
        self._start()
        migrate_to_head(self._url("template"), folder / "template-instance")

    def _start(self) -> None:
        data = self.folder / "data"
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self._run(
            "initdb", "-D", str(data), "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "-N"
        )
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c max_connections=60"
        careless = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "autovacuum=off")
        for setting in () if self.careful else careless:
            options += f" -c {setting}"
        options += " -c wal_level=minimal -c max_wal_senders=0"
        self._run("pg_ctl", "-D", str(data), "-o", options, "-w", "-l", str(self.folder / "log"), "start")
        self._execute("CREATE DATABASE template")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.bin / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder)

    def _url(self, name: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def fresh(self) -> str:
        """Return the address of a copy of the template."""
        url = self._url(f"test_{uuid.uuid4().hex}")
        self.renew(url)
        return url

    def renew(self, url: str) -> None:
        """Empty the database, or copy the template anew under the same name."""
        with suppress(psycopg.OperationalError):  # the server was started anew by a test
            if url in self.swept and self.swept[url].sweep():
                return
        self.drop(url)
        self._execute(f"CREATE DATABASE {url.rpartition('/')[2]} TEMPLATE template STRATEGY file_copy")
        self.swept[url] = Swept(url)

    def drop(self, url: str) -> None:
        """Drop the database, whoever still holds a connection."""
        if url in self.swept:
            self.swept.pop(url).close()
        self._execute(f"DROP DATABASE IF EXISTS {url.rpartition('/')[2]} WITH (FORCE)")

    def keep_every_commit(self, url: str) -> None:
        """Let what is committed survive a restart in this database, as in any that is set up with care."""
        self._execute(f"ALTER DATABASE {url.rpartition('/')[2]} SET synchronous_commit = on")

    def restart(self) -> None:
        """Stop the cluster at once, as a power cut would, and start it anew; it recovers from its log."""
        self._run(
            "pg_ctl",
            "-D",
            str(self.folder / "data"),
            "-m",
            "immediate",
            "-w",
            "-l",
            str(self.folder / "log"),
            "restart",
        )

    def stop(self) -> None:
        """Stop the cluster at once."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")


def newest_postgres_binaries() -> Path:
    """Return the folder of initdb and pg_ctl. Raises FileNotFoundError when PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    elsewhere = shutil.which("initdb")
    if elsewhere:
        return Path(elsewhere).parent
    raise FileNotFoundError("PostgreSQL is not installed (Debian: apt-get install postgresql)")


def in_memory_folder() -> str | None:
    """Return a folder of the machine's memory where there is one: the tests commit often, and no power cut matters."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


@contextmanager
def databases(kind: str, *, careful: bool = False) -> Iterator[Databases]:
    """Open the store of databases of a kind, "sqlite" or "postgresql", for the whole test run.

    A careful store stands on the disk and waits for it at each commit, as in use.
    """
    where = None if careful else in_memory_folder()
    with tempfile.TemporaryDirectory(prefix="tracker-tests-", dir=where) as name:
        folder = Path(name)
        folder.chmod(0o755)
        if kind == "sqlite":
            yield SqliteFiles(folder)
            return
        cluster = PostgresCluster(folder, careful=careful)
        try:
            yield cluster
        finally:
            cluster.stop()
