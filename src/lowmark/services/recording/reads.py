"""What recording one move reads: few questions, each by a unique key or of one pool, none of them grown with history.

Before this: a request. After this: `one`. What is read before a lock only says what to lock; what is decided on is read
after it (`read_standing`, `read_layers`).
"""

from dataclasses import dataclass
from datetime import date

from lowmark.core.flow_one import Allowance, OpenLayer, PoolState
from lowmark.core.journal.posting_rules import POSTING_RULES
from lowmark.core.recording.directions import release_event
from lowmark.core.write_downs.allowance import AllowanceState
from lowmark.services.access import Granted
from lowmark.services.operations.record_move import Request
from lowmark.store.entities.read import Book
from lowmark.store.session import Row, Writer

SETTING = """
SELECT b.id, b.code, b.framework, b.currency, b.cost_basis_id, c.method, p.id AS period_id, p.state
FROM entities_book b
JOIN entities_cost_basis c ON c.id = b.cost_basis_id
LEFT JOIN entities_period p ON p.entity_id = b.entity_id AND p.starts_on <= %s AND p.ends_on >= %s
WHERE b.entity_id = %s AND b.is_primary
"""
ITEM = """
SELECT i.id, i.item_class, i.tracking,
       (SELECT m.id FROM stock_stock_move m WHERE m.entity_id = %s AND m.document = %s AND m.line = %s) AS recorded_id
FROM items_item i WHERE i.catalogue_id = %s AND i.code = %s
"""
PLACES = "SELECT id, path, kind FROM items_location WHERE entity_id = %s AND path IN (%s, %s)"
STANDING = """
SELECT c.known_seq, (SELECT p.state FROM entities_period p WHERE p.id = %s) AS state,
       (SELECT max(f.accounting_on) FROM subledger_cost_flow f WHERE f.pool_id = %s) AS last_on,
       (SELECT max(a.accounting_on) FROM subledger_allowance_move a
        WHERE a.book_id IN (SELECT b.id FROM entities_book b WHERE b.entity_id = c.entity_id) AND a.pool_id = %s
          AND a.kind IN ('charge', 'reverse')) AS set_on
FROM entities_entity_clock c WHERE c.entity_id = %s
"""
LAYERS = """
SELECT l.layer_move_id, l.opened_on, l.received_on, l.known_seq, l.quantity_micro, l.value_minor, l.consumed_micro,
       a.reason, a.fiscal_year, a.amount_minor, a.base_micro, a.released_micro
FROM valuation_layer l
LEFT JOIN subledger_layer_allowance a
  ON a.book_id = %s AND a.pool_id = l.pool_id AND a.layer_move_id = l.layer_move_id
WHERE l.pool_id = %s ORDER BY l.opened_on, l.known_seq
"""


@dataclass(frozen=True, slots=True)
class Setting:
    """The primary book, and the period of a day as it stands: no number where there is none."""

    book: Book
    period_id: int | None
    period_state: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand under the locks: the clock, the period's state, the days of the pool's last flow and test."""

    known_seq: int
    period_state: str
    last_on: date | None
    set_on: date | None


@dataclass(frozen=True, slots=True)
class Pooled:
    """The open layers of a pool with their allowances, and the days on which the goods were first received."""

    pool: PoolState
    received_on: dict[int, int]


def read_setting(writer: Writer, granted: Granted, day: date) -> Setting:
    """Return the primary book and the period of a day."""
    row = writer.row(SETTING, [day, day, granted.entity.id])
    assert row is not None  # Every entity is set up with one.
    period_id, state = row.pop("period_id"), row.pop("state")
    return Setting(Book(**row), period_id, state)


def read_named(writer: Writer, granted: Granted, request: Request) -> tuple[Row | None, tuple[Row | None, Row | None]]:
    """Return the item (with the number of a move that has this document and line) and the two places."""
    entity, source, target = granted.entity, request.from_location, request.to_location
    item = writer.row(ITEM, [entity.id, request.document, request.line, entity.catalogue_id, request.item])
    places = {row["path"]: row for row in writer.rows(PLACES, [entity.id, source, target])}
    return item, (places.get(source), places.get(target))


def read_standing(writer: Writer, granted: Granted, period_id: int, pool_id: int) -> Standing:
    """Return how things stand; period and pool are locked."""
    row = writer.row(STANDING, [period_id, pool_id, pool_id, granted.entity.id], days=("last_on", "set_on"))
    assert row is not None
    return Standing(row["known_seq"], row["state"], row["last_on"], row["set_on"])


def read_layers(writer: Writer, book_id: int, pool_id: int) -> Pooled:
    """Return the open layers of a locked pool."""
    rows = writer.rows(LAYERS, [book_id, pool_id])
    layers = tuple(
        OpenLayer(layer=row["layer_move_id"], opened_on=row["opened_on"], known_seq=row["known_seq"],
                  quantity_micro=row["quantity_micro"], consumed_micro=row["consumed_micro"],
                  values=(row["value_minor"],))
        for row in rows
    )  # fmt: skip
    allowances = {
        row["layer_move_id"]: Allowance(
            reason=row["reason"], fiscal_year=row["fiscal_year"],
            state=AllowanceState(amount_minor=row["amount_minor"], base_micro=row["base_micro"],
                                 released_micro=row["released_micro"]),
        )
        for row in rows if row["base_micro"] is not None
    }  # fmt: skip
    return Pooled(
        PoolState(layers=layers, allowances=allowances), {row["layer_move_id"]: row["received_on"] for row in rows}
    )


def read_roles(writer: Writer, granted: Granted, event: str) -> dict[tuple[str, str], int]:
    """Return the accounts of the roles that an event, and the release that may come with it, are posted between."""
    rules = [POSTING_RULES[event], POSTING_RULES[release_event(event)]]
    names = sorted({name for rule in rules for name in (rule.debit, rule.credit)})
    marks = ", ".join(["%s"] * len(names))
    sql = f"SELECT role, reason, account_id FROM ledger_account_role WHERE entity_id = %s AND role IN ({marks})"  # noqa: S608
    return {(row["role"], row["reason"]): row["account_id"] for row in writer.rows(sql, [granted.entity.id, *names])}
