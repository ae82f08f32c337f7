"""Keep somebody who administers: the last who can is not removed, and the last of two who go at once stays.

Before this: a role that is taken away, a person who is shut out. After this: the row that says so. Nobody can lend the
role of an administrator, so who holds it and may sign in is who administers.
"""

from collections.abc import Sequence

from lowmark.core.kinds.problems import Problem
from lowmark.services.command import lock_key
from lowmark.store.access import read as access_read
from lowmark.store.entities import read as entities_read
from lowmark.store.people import read as people_read
from lowmark.store.session import Writer

INSTALLATION = 0


def hold(writer: Writer) -> None:
    """Let nobody else remove an administrator before this is committed. What is read after it stays so."""
    lock_key(writer, INSTALLATION, "administrators")


def require_another(writer: Writer, *, user_id: int, username: str, entity_ids: Sequence[int]) -> None:
    """Refuse to lose the last active administrator of entities; every one of them is named.

    Raises: Problem `refused`.
    """
    alone = [one.code for one in entities_read.entities(writer)
             if one.id in entity_ids and access_read.administrators(writer, one.id) == {user_id}]  # fmt: skip
    if alone:
        raise Problem(
            "refused", f"{username} is the last active administrator of {', '.join(alone)}",
            hint="grant somebody else the role of administrator first, who can sign in", where={"entities": tuple(alone)},
        )  # fmt: skip


def require_another_of_all(*, user_id: int, username: str) -> None:
    """Refuse to lose the last active administrator of the installation.

    Raises: Problem `refused`.
    """
    if people_read.superusers() == {user_id}:
        raise Problem("refused", f"{username} is the last active administrator of this installation",
                      hint="make another one first")  # fmt: skip
