"""What recording one move reads: few questions, each by a unique key or of one pool, none of them grown with history.

Before this: a request. After this: `one`. What is read before a lock only says what to lock; what is decided on is read
after it (`read_standing`, `read_layers`, `read_source`).
"""

from dataclasses import dataclass
from datetime import date

from lowmark.core.flow_one import Allowance, AllowanceState, Label, OpenLayer, PoolState, Source, Standard, Taken
from lowmark.core.journal.posting_rules import POSTING_RULES, variance_event
from lowmark.core.kinds.price import quantity_priced_micro
from lowmark.core.kinds.problems import Problem
from lowmark.core.recording.directions import COMES_WITH, COMING_IN, RE_POOL, allowance_event
from lowmark.services.access import Granted
from lowmark.services.recording.asked import Asked
from lowmark.store.entities.read import Book
from lowmark.store.evidence import read as evidence_read
from lowmark.store.session import Row, Writer
from lowmark.store.stock import read as stock_read
from lowmark.store.stock.freezes import FROZEN_FOR
from lowmark.store.subledger import read as subledger_read
from lowmark.store.valuation import read as valuation_read

SETTING = """
SELECT b.id, b.code, b.framework, b.currency, b.cost_basis_id, c.method, p.id AS period_id, p.state
FROM entities_book b
JOIN entities_cost_basis c ON c.id = b.cost_basis_id
LEFT JOIN entities_period p ON p.entity_id = b.entity_id AND p.starts_on <= %s AND p.ends_on >= %s
WHERE b.entity_id = %s AND b.is_primary
"""
ITEM = """
SELECT i.id, i.item_class, i.tracking, i.shelf_life_days, i.base_unit, i.catch_unit,
       (SELECT m.id FROM stock_stock_move m WHERE m.entity_id = %s AND m.document = %s AND m.line = %s) AS recorded_id,
       EXISTS (SELECT 1 FROM stock_kit_line k WHERE k.entity_id = %s AND k.kit_id = i.id) AS is_kit
FROM items_item i WHERE i.catalogue_id = %s AND i.code = %s
"""
PLACES = f"""
SELECT p.id, p.path AS location, p.kind, c.known_seq, {FROZEN_FOR} AS document
FROM items_location p JOIN entities_entity_clock c ON c.entity_id = p.entity_id
WHERE p.entity_id = %s AND p.path IN (%s, %s)
"""  # noqa: S608
"""The places, the sheets that they are frozen for, and the sequence at which that was read."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The primary book, and the period of a day as it stands: no number where there is none."""

    book: Book
    period_id: int | None
    period_state: str | None


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


def require_open(setting: Setting, day: date) -> int:
    """Return the period of a day; refuse the day where none is there or it is closed.

    Raises: Problem `refused` when there is none, `period_closed`.
    """
    if setting.period_id is None:
        raise Problem("refused", f"no period has the day {day}", hint="open-periods opens the next ones")
    if setting.period_state == "closed":
        raise Problem("period_closed", f"the period of {day} is closed", hint="date it in an open period")
    return setting.period_id


def hold_open(writer: Writer, granted: Granted, day: date) -> Setting:
    """Share the period of a day, and return what is set there now that nobody can close it.

    Raises: Problem `refused` when there is none, `period_closed`.
    """
    writer.hold_period(require_open(read_setting(writer, granted, day), day), exclusive=False)
    held = read_setting(writer, granted, day)
    require_open(held, day)
    return held


def read_named(writer: Writer, granted: Granted, asked: Asked) -> tuple[Row | None, tuple[Row | None, Row | None]]:
    """Return the item (with the number of a move that has this document and line) and the two places."""
    entity, source, target = granted.entity, asked.from_location, asked.to_location
    item = writer.row(ITEM, [entity.id, asked.document, asked.line, entity.id, entity.catalogue_id, asked.item])
    places = {row["location"]: row for row in writer.rows(PLACES, [entity.id, source, target])}
    return item, (places.get(source), places.get(target))


def read_layers(writer: Writer, book: Book, pool_id: int, method: str, item_id: int) -> Pooled:
    """Return the open layers of a locked pool, and its standard where it is costed by one."""
    rows = valuation_read.layers_of_pool(writer, book.id, pool_id)
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
    price = evidence_read.standard(writer, book.cost_basis_id, item_id) if method == "standard" else None
    standard = None
    if price is not None:
        standard = Standard(quantity_micro=quantity_priced_micro(book.currency), values=(price,))
    by = "moving_average" if method == "weighted_average" else method  # Until the period's end says its average.
    state = PoolState(pool=pool_id, layers=layers, method=by, standard=standard, allowances=allowances)
    return Pooled(state, {row["layer_move_id"]: row["received_on"] for row in rows})


def read_source(writer: Writer, book: Book, issue: Row) -> Source:
    """Return what an issue was and took along, and how much of it has come back; its pool and the target's are locked."""
    costs = subledger_read.issue_cost(writer, issue["id"])
    assert costs is not None
    taken = {
        Label(row["reason"], row["fiscal_year"]): Taken(
            amount_minor=row["amount_minor"], restored_minor=row["restored_minor"]
        )
        for row in subledger_read.issue_release(writer, book.id, issue["id"])
    }
    return Source(
        pool=costs["pool_id"], move=issue["id"], quantity_micro=issue["quantity_micro"],
        before_micro=stock_read.returned_micro(writer, issue["id"]), values=(costs["cost_minor"],), taken=taken,
    )  # fmt: skip


def read_roles(writer: Writer, granted: Granted, event: str) -> dict[tuple[str, str], int]:
    """Return the accounts of the roles that an event, and what may come with it, are posted between."""
    rules = [POSTING_RULES[name] for name in _events_with(event)]
    names = sorted({name for rule in rules for name in (rule.debit, rule.credit)})
    marks = ", ".join(["%s"] * len(names))
    sql = f"SELECT role, reason, account_id FROM ledger_account_role WHERE entity_id = %s AND role IN ({marks})"  # noqa: S608
    return {(row["role"], row["reason"]): row["account_id"] for row in writer.rows(sql, [granted.entity.id, *names])}


def _events_with(event: str) -> list[str]:
    """Return the events that a move of an event may post: its own, its allowance's, its variance's."""
    varying = "receipt" if event == "receipt_reversed" else event
    names = {event, allowance_event(event), COMES_WITH}
    if varying in COMING_IN.values() or varying == RE_POOL:
        names |= {variance_event(event=varying, variance_minor=sign) for sign in (1, -1)}
    return sorted(name for name in names if name in POSTING_RULES)
