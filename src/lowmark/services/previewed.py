"""Keep the bytes of a file that was previewed, for the one step to its import: the very bytes, by their hash.

Before this: a page that has shown a preview. After this: the same page, asked to go on. A file without facts that cite it
does no harm; it is named by its content.
"""

from lowmark.core.kinds.problems import Problem
from lowmark.store import spool


def keep(content: bytes) -> str:
    """Keep a file's bytes; return their SHA-256, hex."""
    return spool.put(content).hex()


def kept(file_hash: str) -> bytes:
    """Return the bytes that were kept.

    Raises: Problem `not_found` where they are gone, or no longer what they were.
    """
    content = spool.get(bytes.fromhex(file_hash))
    if content is None:
        raise Problem(
            "not_found", "the file that was previewed is no longer here", hint="choose it and preview it again"
        )
    return content
