"""Migrated, empty databases to clone, made once for the sources as they are and kept under their hash.

Several sessions and workers may ask at once: the first makes, under a lock, and the others wait for it.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from tests.kept import kept_folder, locked
from tests.postgres_server import Server

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "lowmark"
KEPT = 4
"""So many sources' templates are kept in the temporary folder."""


@cache
def hash_of_sources() -> str:
    """Return the hash of everything from which a migrated database follows."""
    store = PACKAGE / "store"
    files = [
        *(PACKAGE / "core" / "tables").glob("*.py"),
        *(PACKAGE / "project").glob("*.py"),
        *(store / name for name in ("model.py", "fields.py", "router.py")),
        *store.glob("*/models.py"),
        *store.glob("*/apps.py"),
        *store.glob("*/migrations/*.py"),
        *(path for path in (store / "laws").rglob("*") if path.suffix in {".py", ".sql"}),
    ]
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(str(path.relative_to(PACKAGE)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def sqlite_template() -> Path:
    """Return a migrated file, its operational file beside it."""
    folder = kept_folder() / f"sqlite-{hash_of_sources()}"
    with locked("templates"):
        if not folder.exists():
            making = Path(tempfile.mkdtemp(dir=kept_folder()))
            migrate(f"sqlite:///{making / 'template.sqlite3'}", making)
            making.rename(folder)
            _forget_the_oldest("sqlite-*")
    return folder / "template.sqlite3"


def postgresql_template(server: Server) -> tuple[str, Path]:
    """Return the name of a migrated database of `server`, and the operational file that goes with it."""
    name = f"template_{hash_of_sources()}"
    with locked("templates"):
        if not server.has(name):
            making = server.clone("template0")
            dump = kept_folder() / f"postgresql-{hash_of_sources()}.sql"
            if dump.exists():
                server.restore(making, dump)
            else:
                folder = Path(tempfile.mkdtemp(prefix="lowmark-template-"))
                migrate(server.url(making), folder)
                server.dump(making, dump)
                shutil.rmtree(folder)
                _forget_the_oldest("postgresql-*.sql")
            server.keep_as_template(making, name)
    return name, sqlite_template().with_suffix(".ops.sqlite3")


def migrate(url: str, folder: Path) -> None:
    """Prepare a database as the program does, in a process of its own that works in `folder`."""
    environment = {**os.environ, "LOWMARK_DATABASE_URL": url, "LOWMARK_SECRET_KEY": "of the tests"}
    program = "from lowmark.services.setup import prepare_database; prepare_database()"
    ran = subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=folder, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, f"migrating {url} failed:\n{ran.stdout}\n{ran.stderr}"


def _forget_the_oldest(pattern: str) -> None:
    """Keep the templates of the latest sources only."""
    found = sorted(kept_folder().glob(pattern), key=lambda path: path.stat().st_mtime)
    for path in found[:-KEPT]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
