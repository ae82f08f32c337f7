"""A kept plan as people see it, with what was decided of its actions and the reason of each in words."""

from typing import Any

from lowmark.core.kinds.price import format_price_micro
from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.operations.plan import Action, Response
from lowmark.store.runs import plans as plans_store
from lowmark.store.session import Reader, Row

CAUSES = {
    "expiry": "nobody is expected to buy these before their last day of sale",
    "excess": "nobody is expected to want these within the horizon",
    "ordered": "on order, and nobody is expected to want these within the horizon",
}
SAME = ("line_no", "status", "action", "cause", "item", "lot", "location", "order_line", "to_entity", "to_location",
        "partner", "quantity_micro", "spend_minor", "gain_minor", "without_minor", "next_best", "held_by", "by_on")  # fmt: skip


def find_plan(reader: Reader, granted: Granted, code: str) -> Row:
    """Return a plan of the entity by its name, the last one without a name.

    Raises: Problem `not_found`.
    """
    entity = granted.entity
    if not code and (kept := plans_store.plans(reader, entity.id)):
        code = str(kept[0]["code"])
    found = plans_store.plan(reader, entity.id, code) if code else None
    if found is None:
        raise Problem("not_found", f"{entity.code} has no plan {code!r}" if code else f"{entity.code} has no plan yet",
                      hint="make one with `plan`")  # fmt: skip
    return found


def shown(reader: Reader, granted: Granted, found: Row, *, known_seq: int) -> Response:
    """Return a kept plan."""
    rows = plans_store.actions(reader, found["id"], known_seq=known_seq)
    lines = tuple(
        Action(**{name: row[name] for name in SAME}, saves_minor=row["gain_minor"] - row["without_minor"], why=why(row))
        for row in rows
    )
    head = ("entities", "as_of", "horizon_days", "currency", "risk_minor", "bound_minor", "gap_micro", "nodes",
            "single_action", "single_minor")  # fmt: skip
    return Response(
        entity=granted.entity.code, plan=found["code"], **{name: found[name] for name in head},
        known_seq=found["snapshot_seq"], is_reproducible=bool(found["is_reproducible"]), plan_minor=found["gain_minor"],
        gain_minor=sum(line.gain_minor for line in lines), spend_minor=sum(line.spend_minor for line in lines), lines=lines,
    )  # fmt: skip


def why(row: dict[str, Any]) -> str:
    """Say why an action is advised.

    >>> why({"cause": "expiry", "price_micro": 4_500_000, "next_best": "nothing", "held_by": "term|7"})
    'nobody is expected to buy these before their last day of sale; a unit brings 4.5, the next best is nothing; no more for a term'
    """
    words = f"{CAUSES[row['cause']]}; a unit brings {format_price_micro(row['price_micro'])}, the next best is {row['next_best']}"
    limit = row["held_by"].split("|")[0]
    named = {"need": "the place needs no more", "term": "no more for a term", "budget": "no more for the budget",
             "room": "the place has no more room", "appetite": "no more would sell"}  # fmt: skip
    return f"{words}; {named[limit]}" if limit else words
