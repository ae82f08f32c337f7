"""The spool: bytes kept under their SHA-256, beside the database: files handed in, and what long work hands over.

What is named by its content can be written twice without harm, by anybody, at any time, and is outside every
transaction. Before this: a door's bytes, or a computation over a watermark. After this: a short command that cites the
hash, and whoever wants to see the very file that evidence came in.
"""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


def folder() -> Path:
    """Return the folder of the spool; made when first written to."""
    return Path(settings.DATABASE.ops_file.with_suffix(".spool"))


def put(content: bytes) -> bytes:
    """Keep bytes, whole or not at all; return their SHA-256. Keeping them again changes nothing."""
    digest = hashlib.sha256(content).digest()
    place = _place(digest)
    if not place.exists():
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=place.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(place)
    return digest


def get(digest: bytes) -> bytes | None:
    """Return the bytes of a SHA-256, or none where they are not kept, or no longer what they were."""
    place = _place(digest)
    if not place.is_file():
        return None
    content = place.read_bytes()
    return content if hashlib.sha256(content).digest() == digest else None


def _place(digest: bytes) -> Path:
    """Return the file of a hash: a folder of the first byte keeps folders small."""
    name = digest.hex()
    return folder() / name[:2] / name
