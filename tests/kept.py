"""What test sessions of one user keep in the temporary folder: a folder, and locks between processes."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def kept_folder() -> Path:
    """Return the folder of this user."""
    folder = Path(tempfile.gettempdir()) / f"lowmark-tests-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    assert folder.stat().st_uid == os.getuid(), f"{folder} is somebody else's"
    return folder


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Hold a lock of this user, between processes."""
    with (kept_folder() / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
