"""Say where the database is, why there, and whether it is fit to write to."""

import sqlite3
import sys
from collections.abc import Iterator

from django.conf import settings
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError

from lowmark.services.actor import Actor
from lowmark.services.operations.doctor import Finding, Request, Response
from lowmark.store.laws.install import missing


def doctor(request: Request, *, actor: Actor) -> Response:
    """Look at the place, the engine, the tables, the laws and the keys; never fails, only finds."""
    del request, actor
    findings = tuple(_findings())
    return Response(healthy=all(finding.state != "fault" for finding in findings), findings=findings)


def _findings() -> Iterator[Finding]:
    """Yield what was looked at, in order; what cannot be reached ends the list."""
    database = settings.DATABASE
    shown = database.url if database.is_sqlite else database.url.split("@")[-1]
    yield Finding(name="database", state="ok", words=f"{shown}, because {database.because}")
    yield Finding(name="python", state="ok", words=f"Python {sys.version.split()[0]}")
    connection = connections["owner"]
    try:
        connection.ensure_connection()
    except (DatabaseError, sqlite3.Error) as error:
        yield Finding(name="connection", state="fault", words=f"cannot be opened: {str(error).strip()}")
        return
    yield _engine(connection)
    waiting = MigrationExecutor(connection)
    plan = waiting.migration_plan(waiting.loader.graph.leaf_nodes())
    names = [migration.app_label for migration, _ in plan if waiting.connection.alias == "owner"]
    ledger = [name for name in names if name not in {"ops", "sessions", "axes"}]
    yield Finding(
        name="tables", state="fault" if ledger else "ok",
        words="not there yet, or of an earlier version: run `lowmark init`" if ledger else "as this version has them",
    )  # fmt: skip
    if ledger:
        return
    lost = missing(connection)
    yield Finding(
        name="laws", state="fault" if lost else "ok",
        words=f"missing or changed: {', '.join(lost)}" if lost else "all there, unchanged",
    )  # fmt: skip


def _engine(connection: object) -> Finding:
    """Say which engine, its version, and how commits are kept."""
    if settings.DATABASE.is_sqlite:
        safe = settings.WAL_IS_SAFE
        words = f"SQLite {sqlite3.sqlite_version}, synchronous=FULL, journal {'WAL' if safe else 'DELETE'}"
        why = "" if safe else ": this version lacks the 2026 fix for a reset write-ahead log, so WAL is not used"
        return Finding(name="engine", state="ok", words=words + why)
    version = str(connection.pg_version)  # type: ignore[attr-defined]
    state = "ok" if int(version) >= 150000 else "fault"
    return Finding(name="engine", state=state, words=f"PostgreSQL {int(version) // 10000}; 15 or later is needed")
