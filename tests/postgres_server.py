"""A PostgreSQL server of the tests: its own cluster in the temporary folder, run as a user who is not root.

All workers of a session share one. Each holds a pipe open to the server's keeper; when the last end closes, however a
worker ended, the keeper stops the server and removes its folder.
"""

import os
import pwd
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path

import pytest

from tests.kept import kept_folder, locked

USER = "lowmark"
OLDEST = 15

# Commits are as durable as they are for a user; what only costs time after a crash of the machine is left out.
_SETTINGS = """
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 200
shared_buffers = 64MB
wal_level = minimal
max_wal_senders = 0
full_page_writes = off
checkpoint_timeout = 1h
max_wal_size = 4GB
log_min_messages = panic
timezone = 'UTC'
"""

# Started with the folder and the folder of programs. It says when the server answers; and reading the pipe ends when
# nobody holds it open for writing any more.
_KEEPER = """
"$2/pg_ctl" -D "$1/data" -l "$1/log" -o "-k $1" -w -s start >/dev/null 2>&1
echo $? >"$1/started"
cat "$1/pipe" >/dev/null
"$2/pg_ctl" -D "$1/data" -m fast -w -s stop >/dev/null 2>&1
cd / && rm -rf "$1"
"""


@dataclass(eq=False)
class Server:
    """A running server, reached through a socket in `folder`."""

    folder: Path
    programs: Path
    _names: "count[int]" = field(default_factory=lambda: count(1))

    def url(self, name: str) -> str:
        """Return the address of a database."""
        return f"postgresql://{USER}@/{name}?host={self.folder}"

    def run(self, statement: str, *, database: str = "postgres") -> list[tuple]:
        """Run one statement as the superuser, outside any transaction, and return its rows."""
        import psycopg

        with psycopg.connect(self.url(database), autocommit=True) as opened:
            ran = opened.execute(statement)
            return ran.fetchall() if ran.description else []

    def has(self, name: str) -> bool:
        """Say whether a database is there."""
        return bool(self.run(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))

    def clone(self, template: str) -> str:
        """Make a database that is a copy of another, and return its name."""
        name = f"t{os.getpid()}_{next(self._names)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def keep_as_template(self, made: str, name: str) -> None:
        """Give a database its final name, and let nobody connect to it, so that it can be cloned at any moment."""
        self.run(f"ALTER DATABASE {made} RENAME TO {name}")
        self.run(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")

    def dump(self, name: str, file: Path) -> None:
        """Write a database as the statements that make it."""
        making = file.with_suffix(f".{os.getpid()}")
        self._program("pg_dump", "--file", str(making), self.url(name))
        making.rename(file)

    def restore(self, name: str, file: Path) -> None:
        """Make in an empty database what was dumped from another. The server's roles are made first."""
        from lowmark.store.laws.roles import ATTRIBUTES

        for role, attributes in ATTRIBUTES.items():
            if not self.run(f"SELECT 1 FROM pg_roles WHERE rolname = '{role}'"):
                self.run(f"CREATE ROLE {role} {attributes}")
        self._program("psql", "--quiet", "--set", "ON_ERROR_STOP=1", "--file", str(file), self.url(name))

    def _program(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs."""
        ran = subprocess.run([self.programs / program, *arguments], capture_output=True, text=True, check=False)
        assert ran.returncode == 0, f"{program} failed: {ran.stderr}"


@cache
def programs() -> Path | None:
    """Return the folder of the newest PostgreSQL's server programs, 15 or later; None where there is none."""
    asked = shutil.which("pg_config")
    folders = [*Path("/usr/lib/postgresql").glob("*/bin")]
    if asked:
        told = subprocess.run([asked, "--bindir"], capture_output=True, text=True, check=True)
        folders.append(Path(told.stdout.strip()))
    found = {}
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
            version = re.search(r"\d+", said)
            if version and int(version[0]) >= OLDEST:
                found[int(version[0])] = folder
    return found[max(found)] if found else None


_HELD: list[int] = []
"""The pipes to keepers: open until this process ends."""


@cache
def shared_server() -> Server:
    """Return the server of this test session, started by whichever worker needs it first.

    Skips the test where PostgreSQL's programs are not installed, unless LOWMARK_REQUIRE_POSTGRES says that they are.
    """
    where = programs()
    if where is None:
        why = f"PostgreSQL {OLDEST} or later is not installed here (see `make postgres`)"
        if os.environ.get("LOWMARK_REQUIRE_POSTGRES") == "1":
            pytest.fail(why)
        pytest.skip(why)
    session = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:16]
    with locked("server"):
        for link in kept_folder().glob("server-*"):
            if not link.exists():
                link.unlink()  # Of a session that has ended.
        noted = kept_folder() / f"server-{session}"
        if not noted.exists():
            noted.symlink_to(start(where))
        folder = noted.readlink()
        _HELD.append(os.open(folder / "pipe", os.O_WRONLY))
    return Server(folder, where)


def start(where: Path) -> Path:
    """Make a cluster, start its server and a keeper, and return its folder. The caller holds the pipe, at once."""
    folder = Path(tempfile.mkdtemp(prefix="lowmark-pg-"))
    user = pwd.getpwnam(_somebody()) if os.getuid() == 0 else None
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user is not None else {}
    calm = {"cwd": "/", "stdin": subprocess.DEVNULL, **as_user}
    options = ["-U", USER, "--auth=trust", "--locale=C", "--encoding=UTF8", "--no-sync"]
    made = subprocess.run(
        [where / "initdb", "-D", folder / "data", *options], capture_output=True, text=True, check=False, **calm
    )
    assert made.returncode == 0, f"initdb failed: {made.stderr}"
    with (folder / "data" / "postgresql.conf").open("a") as configuration:
        configuration.write(_SETTINGS)
    for name in ("started", "pipe"):
        os.mkfifo(folder / name)
        if user is not None:
            os.chown(folder / name, user.pw_uid, user.pw_gid)
    subprocess.run(
        ["/bin/sh", "-c", f"{{ {_KEEPER} }} &", "keeper", folder, where],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True, start_new_session=True, **calm,
    )  # fmt: skip
    said = (folder / "started").read_text().strip()
    assert said == "0", f"the server did not start: {(folder / 'log').read_text()}"
    return folder


def _somebody() -> str:
    """Return a user who is not root, to run the server as: PostgreSQL refuses root."""
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"
