"""A store of one's own for a test: a clone of a migrated template, on either engine, in which commits are real.

Facts cannot be removed, so no test can clean up behind itself; it takes a new database instead. The template is made
once for the sources as they are, and kept in the temporary folder under their hash. In a conftest:

    from tests.fresh_store import *
"""

import os
import runpy
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import django
import pytest
from django.conf import settings
from django.db import connections

from tests.postgres_server import Server, shared_server
from tests.templates import postgresql_template, sqlite_template

__all__ = ["ENGINES", "Store", "copied", "fresh_store", "pointed_at", "postgresql_store", "sqlite_store", "store"]

ENGINES = ("sqlite", "postgresql")

# Before Django is asked for anything: a test that opens no store has no database, and never one in the working folder.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lowmark.project.settings")
os.environ.setdefault("LOWMARK_SECRET_KEY", "of the tests")
os.environ.setdefault("LOWMARK_DATABASE_URL", f"sqlite:///{tempfile.gettempdir()}/no-store-was-opened/x.sqlite3")
django.setup()


@dataclass(eq=False)
class Store:
    """A database of one test: where it is, and ways into it.

    `url` and `environment` open it from a subprocess, whose working folder is `folder`.
    """

    engine: str
    url: str
    folder: Path
    server: Server | None = None
    _opened: list[Any] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a subprocess that works on this store."""
        return {
            **os.environ,
            "LOWMARK_DATABASE_URL": self.url,
            "LOWMARK_SECRET_KEY": "of the tests",
            "DJANGO_SETTINGS_MODULE": "lowmark.project.settings",
        }

    def connection(self, alias: str = "default") -> Any:
        """Return Django's connection of this thread."""
        return connections[alias]

    def raw(self) -> Any:
        """Return a new connection of the driver itself, in autocommit: the database's owner, with no role taken."""
        if self.engine == "sqlite":
            file = self.url.removeprefix("sqlite:///")
            opened: Any = sqlite3.connect(file, isolation_level=None, timeout=30, check_same_thread=False)
            opened.executescript("PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; PRAGMA synchronous=FULL;")
        else:
            import psycopg

            opened = psycopg.connect(self.url, autocommit=True)
        self._opened.append(opened)
        return opened

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query, read by the owner over a connection of its own."""
        with closing(self.raw()) as opened:
            return [tuple(row) for row in opened.execute(sql).fetchall()]

    def close(self) -> None:
        """Close what was opened by `raw`."""
        for opened in self._opened:
            opened.close()


@contextmanager
def fresh_store(engine: str) -> Iterator[Store]:
    """Yield a store on `engine`, empty and migrated, at which Django's aliases point until the end."""
    folder = Path(tempfile.mkdtemp(prefix="lowmark-store-"))
    try:
        if engine == "sqlite":
            file = folder / "lowmark.sqlite3"
            template = sqlite_template()
            shutil.copyfile(template, file)
            shutil.copyfile(template.with_suffix(".ops.sqlite3"), file.with_suffix(".ops.sqlite3"))
            with pointed_at(Store(engine, f"sqlite:///{file}", folder)) as opened:
                yield opened
        else:
            server = shared_server()
            template, ops = postgresql_template(server)
            name = server.clone(template)
            try:
                shutil.copyfile(ops, folder / f"{name}.ops.sqlite3")
                with pointed_at(Store(engine, server.url(name), folder, server)) as opened:
                    yield opened
            finally:
                server.drop(name)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def copied(store: Store) -> Iterator[Store]:
    """Yield a copy of a store as it stands, at which nothing points yet; no connection to the original may be open."""
    folder = Path(tempfile.mkdtemp(prefix="lowmark-store-"))
    try:
        if store.server is None:
            shutil.copytree(store.folder, folder, dirs_exist_ok=True)
            file = store.url.removeprefix(f"sqlite:///{store.folder}/")
            yield Store(store.engine, f"sqlite:///{folder / file}", folder)
            return
        before = store.url.removeprefix("postgresql://").partition("/")[2].partition("?")[0]
        name = store.server.clone(before)
        try:
            shutil.copyfile(store.folder / f"{before}.ops.sqlite3", folder / f"{name}.ops.sqlite3")
            yield Store(store.engine, store.server.url(name), folder, store.server)
        finally:
            store.server.drop(name)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def pointed_at(store: Store) -> Iterator[Store]:
    """Point the settings, the environment and Django's connections at a store, and back."""
    before = dict(settings.DATABASES), settings.DATABASE, settings.IS_DEMO, os.environ["LOWMARK_DATABASE_URL"]
    os.environ["LOWMARK_DATABASE_URL"] = store.url
    with chdir(store.folder):
        there = runpy.run_path(sys.modules["lowmark.project.settings"].__file__ or "")
    _point(there["DATABASES"], there["DATABASE"], is_demo=there["IS_DEMO"])
    try:
        yield store
    finally:
        store.close()
        databases, database, is_demo, os.environ["LOWMARK_DATABASE_URL"] = before
        _point(databases, database, is_demo=is_demo)


def _point(databases: dict[str, Any], database: Any, *, is_demo: bool) -> None:
    """Let go of this thread's connections and take new ones of these settings."""
    for alias in list(settings.DATABASES):
        if alias in {one.alias for one in connections.all(initialized_only=True)}:
            connections[alias].close()
            del connections[alias]
    settings.DATABASES.clear()
    settings.DATABASES.update(connections.configure_settings(databases))
    connections.settings = settings.DATABASES
    settings.DATABASE, settings.IS_DEMO = database, is_demo


@pytest.fixture(params=ENGINES)
def store(request) -> Iterator[Store]:
    """A fresh store, on each engine in turn."""
    with fresh_store(request.param) as opened:
        yield opened


@pytest.fixture
def sqlite_store() -> Iterator[Store]:
    """A fresh store on SQLite."""
    with fresh_store("sqlite") as opened:
        yield opened


@pytest.fixture
def postgresql_store() -> Iterator[Store]:
    """A fresh store on PostgreSQL."""
    with fresh_store("postgresql") as opened:
        yield opened
