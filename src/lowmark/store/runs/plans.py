"""Write and read plans, their actions and what people decided of them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from lowmark.store.session import Reader, Row, Writer

if TYPE_CHECKING:
    import polars as pl

STATUS = """
(SELECT d.status FROM runs_plan_decision d WHERE d.plan_action_id = a.id AND d.known_seq <= %s
 ORDER BY d.known_seq DESC LIMIT 1)
"""
DOCUMENT = """
(SELECT d.document FROM runs_plan_decision d WHERE d.plan_action_id = a.id AND d.known_seq <= %s AND d.status = 'accepted'
 ORDER BY d.known_seq DESC LIMIT 1)
"""
ACTIONS = """
SELECT a.id, a.line_no, a.action, a.cause, i.code AS item, i.name, coalesce(l.code, '') AS lot, coalesce(p.path, '') AS location,
       a.order_line, a.to_entity, a.to_location, a.partner, a.quantity_micro, a.price_micro, a.spend_minor, a.forgone_minor,
       a.gain_minor, a.without_minor, a.next_best, a.held_by, a.by_on, coalesce({status}, 'proposed') AS status,
       coalesce({document}, '') AS document
FROM runs_plan_action a JOIN items_item i ON i.id = a.item_id LEFT JOIN items_lot l ON l.id = a.lot_id
LEFT JOIN items_location p ON p.id = a.from_location_id
WHERE a.plan_id = %s ORDER BY a.line_no
"""
MOVED = """
SELECT m.document, CAST(sum(m.quantity_micro) AS bigint) AS quantity_micro, max(m.effective_on) AS last_on
FROM stock_stock_move m WHERE m.entity_id = %s AND m.known_seq <= %s AND m.document = %s AND m.item_id = (
  SELECT item_id FROM runs_plan_action WHERE id = %s) GROUP BY m.document
"""
SOLD_SINCE = """
SELECT CAST(coalesce(sum(m.quantity_micro), 0) AS bigint) FROM stock_stock_move m
JOIN items_location b ON b.id = m.to_location_id JOIN runs_plan_action a ON a.id = %s
WHERE m.entity_id = a.entity_id AND m.item_id = a.item_id AND m.from_location_id = a.from_location_id
  AND (a.lot_id IS NULL OR m.lot_id = a.lot_id) AND b.kind = 'customer' AND m.effective_on > %s AND m.effective_on <= %s
  AND m.known_seq <= %s
"""
ORDERED = """
SELECT quantity_micro, amount_micro, due_on FROM stock_order_line
WHERE entity_id = %s AND document || '/' || line = %s AND known_seq <= %s AND stated_on <= %s
ORDER BY stated_on DESC, known_seq DESC LIMIT 1
"""


def plan(reader: Reader, entity_id: int, code: str) -> Row | None:
    """Return a plan of an entity by its name, or none."""
    return reader.row(
        "SELECT p.*, u.username AS made_by_name FROM runs_plan p JOIN people_user u ON u.id = p.made_by"
        " WHERE p.entity_id = %s AND p.code = %s", [entity_id, code], days=("as_of",),
    )  # fmt: skip


def plans(reader: Reader, entity_id: int) -> list[Row]:
    """Return the plans of an entity, the last first."""
    return reader.rows(
        "SELECT id, code, as_of, entities, currency, risk_minor, gain_minor, gap_micro, known_seq FROM runs_plan"
        " WHERE entity_id = %s ORDER BY known_seq DESC", [entity_id], days=("as_of",),
    )  # fmt: skip


def n_plans(reader: Reader, entity_id: int, prefix: str) -> int:
    """Return how many plans of an entity begin with some words."""
    sql = "SELECT count(*) FROM runs_plan WHERE entity_id = %s AND substr(code, 1, %s) = %s"
    return int(reader.value(sql, [entity_id, len(prefix), prefix]))


def actions(reader: Reader, plan_id: int, *, known_seq: int) -> list[Row]:
    """Return the actions of a plan with their status as known at a sequence, and the document that carries each out."""
    sql = ACTIONS.format(status=STATUS, document=DOCUMENT)
    return reader.rows(sql, [known_seq, known_seq, plan_id], days=("by_on",))


def accepted_on(reader: Reader, action_id: int, *, known_seq: int) -> Row | None:
    """Return when an action was last accepted, as known at which sequence, and its draft; or none."""
    return reader.row(
        "SELECT decided_on, document, draft, known_seq FROM runs_plan_decision WHERE plan_action_id = %s AND status = 'accepted'"
        " AND known_seq <= %s ORDER BY known_seq DESC LIMIT 1", [action_id, known_seq], days=("decided_on",),
    )  # fmt: skip


def moved_by(reader: Reader, entity_id: int, action_id: int, document: str, *, known_seq: int) -> int:
    """Return how much of an action's item a document has moved."""
    row = reader.row(MOVED, [entity_id, known_seq, document, action_id])
    return 0 if row is None else int(row["quantity_micro"])


def sold_since(reader: Reader, action_id: int, *, after: Any, until: Any, known_seq: int) -> int:
    """Return how much of an action's goods was sold out of their place within some days."""
    return int(reader.value(SOLD_SINCE, [action_id, after, until, known_seq]))


def order_stands(reader: Reader, entity_id: int, order_line: str, *, as_of: Any, known_seq: int) -> Row | None:
    """Return what an order's line says at a date: quantity_micro, amount_micro, due_on; or none."""
    return reader.row(ORDERED, [entity_id, order_line, known_seq, as_of], days=("due_on",))


def write_plan(writer: Writer, plan: dict[str, Any], actions: "pl.DataFrame", sequences: Sequence[int], at: int) -> int:
    """Record a plan of one entity and its actions; return its number.

    Shapes: actions: the columns of plan_action but id, plan_id and those of knowing; the first sequence is the plan's.
    """
    import polars as pl

    number = int(writer.take_ids("plan", 1)[0])
    writer.insert("plan", [{"id": number, **plan, "known_seq": sequences[0], "recorded_at": at}])
    writer.insert_frame("plan_action", actions.with_columns(
        pl.Series("id", list(writer.take_ids("plan_action", actions.height)), dtype=pl.Int64),
        pl.Series("known_seq", list(sequences[1:]), dtype=pl.Int64),
        plan_id=pl.lit(number, dtype=pl.Int64), recorded_at=pl.lit(at, dtype=pl.Int64),
        entity_id=pl.lit(plan["entity_id"], dtype=pl.Int64),
    ).select(_columns()))  # fmt: skip
    return number


def _columns() -> list[str]:
    """Return the columns of an action in their order, without its hash."""
    from lowmark.core.tables.noun import HASH_COLUMNS
    from lowmark.core.tables.registry import BY_NAME

    return [name for name in BY_NAME["plan_action"].columns if name not in HASH_COLUMNS]


def write_decision(writer: Writer, decision: dict[str, Any]) -> None:
    """Record what was decided of an action."""
    writer.insert("plan_decision", [{"id": writer.take_ids("plan_decision", 1)[0], **decision}])
