"""List who may do what: each role held or lent, since when, by whose word, and what somebody should look at."""

from collections.abc import Iterator
from datetime import date

from lowmark.services.access import Granted, today
from lowmark.services.actor import Actor
from lowmark.services.operations.access_review import Line, Request, Response
from lowmark.store.access import read as access_read
from lowmark.store.entities import read as entities_read
from lowmark.store.people.read import about
from lowmark.store.session import reading


def access_review(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return a line per person and role, by name."""
    del request, actor
    entity, on = granted.entity, today()
    with reading(granted.scope("report")) as reader:
        held = access_read.grants_in_force(reader, entity.id)
        lent = access_read.lent_in_force(reader, entity.id, on=on)
        limits = access_read.limits(reader, entity.id, currency=entity.currency, on=on)
        known_seq = entities_read.known_seq(reader, entity.id)
    roles: dict[int, set[str]] = {}
    for row in (*held, *lent):
        roles.setdefault(row["user_id"], set()).add(row["role"])
    people = about(tuple(roles))

    def lines() -> Iterator[Line]:
        for row in sorted((*held, *lent), key=lambda row: (people[row["user_id"]].username, row["role"])):
            user = people[row["user_id"]]
            approves = row["role"] == "approver"
            signed = user.last_login.date() if user.last_login else None
            yield Line(
                user=user.username, is_active=user.is_active, role=row["role"], since_seq=row["known_seq"],
                granted_by=row["by"] or "", lent_until=row["ends_on"],
                limit_minor=limits.get(row["user_id"]) if approves else None, last_sign_in=signed,
                finding=finding(roles[row["user_id"]], row["role"], is_active=user.is_active, until=row["ends_on"], signed=signed),
            )  # fmt: skip

    return Response(entity=entity.code, known_seq=known_seq, currency=entity.currency, people=len(roles),
                    lines=tuple(lines()))  # fmt: skip


def finding(roles: set[str], role: str, *, is_active: bool, until: date | None, signed: date | None) -> str:
    """Return what somebody should look at of one role of one person, the gravest first; nothing where there is nothing.

    >>> finding({"preparer", "approver"}, "approver", is_active=True, until=None, signed=None)
    'prepares_and_approves'
    """
    against = {
        "inactive": not is_active,
        "prepares_and_approves": {"preparer", "approver"} <= roles and role in {"preparer", "approver"},
        "lent": until is not None,
        "never_signed_in": signed is None,
    }
    return next((what for what, holds in against.items() if holds), "")
