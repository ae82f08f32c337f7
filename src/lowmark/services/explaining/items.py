"""Explain what an item carries: each layer with its receipt, what is left of it, and what is written down on it."""

from collections.abc import Iterator

import polars as pl

from lowmark.core.kinds.money import present_minor
from lowmark.core.kinds.quantity import format_micro
from lowmark.services.explaining.question import Question, entry_name
from lowmark.services.operations.explain import Step
from lowmark.services.testing import layers_at

ALLOWANCE = """
SELECT a.kind, a.reason, a.accounting_on, a.amount_minor, m.document, m.line, e.journal, e.fiscal_year, e.number,
       r.code AS run
FROM subledger_allowance_move a
LEFT JOIN stock_stock_move m ON m.id = a.cause_move_id
LEFT JOIN ledger_entry e ON e.id = a.entry_id
LEFT JOIN runs_run r ON r.id = e.run_id
WHERE a.book_id = %s AND a.pool_id = %s AND a.accounting_on <= %s AND a.known_seq <= %s
ORDER BY a.accounting_on, a.known_seq, a.id
"""
FLOWS = """
SELECT f.kind, f.accounting_on, CAST(sum(f.quantity_micro) AS bigint) AS quantity_micro,
       CAST(sum(f.value_minor) AS bigint) AS value_minor, m.document, m.line, m.reason, e.journal, e.fiscal_year,
       e.number
FROM subledger_cost_flow f JOIN stock_stock_move m ON m.id = f.move_id LEFT JOIN ledger_entry e ON e.id = f.entry_id
WHERE f.pool_id = %s AND f.accounting_on <= %s AND f.known_seq <= %s
GROUP BY f.kind, f.accounting_on, m.id, m.document, m.line, m.reason, e.journal, e.fiscal_year, e.number
ORDER BY f.accounting_on DESC, m.id DESC LIMIT 200
"""
DAYS = ("accounting_on",)


def explain(question: Question, words: str) -> Iterator[Step]:
    """Yield the layers of an item (or of one lot of it), its flows and its allowance."""
    item, code, lot, lot_code = question.item_and_lot(words)
    layers = layers_at(question.reader, question.book, as_of=question.as_of, known_seq=question.known_seq, items=[item])
    if lot is not None:
        layers = layers.filter(pl.col("lot") == lot)
    cost, held = int(layers["cost_minor"].sum()), int(layers["held_minor"].sum())
    currency = question.book.currency
    name = f"{code} lot {lot_code}" if lot_code else code
    yield Step(depth=0, what="item", name=name, quantity_micro=int(layers["remaining_micro"].sum()),
               amount_minor=cost - held, source=question.cites("carrying"),
               words=f"carried at cost {present_minor(cost, currency)} less allowance "
                     f"{present_minor(held, currency)}")  # fmt: skip
    for pool, owner in _pools(question, item, lot):
        if owner:
            yield _of_others(question, pool, owner)
        yield from _layers(question, layers.filter(pl.col("unit") == pool))
        yield from _flows(question, pool)
        yield from _allowance(question, pool)


def _of_others(question: Question, pool: int, owner: str) -> Step:
    """Return how much of an owner's goods is here, at no cost of ours."""
    sql = (
        "SELECT CAST(coalesce(sum(quantity_micro), 0) AS bigint) FROM subledger_cost_flow"
        " WHERE pool_id = %s AND accounting_on <= %s AND known_seq <= %s"
    )
    held = int(question.reader.value(sql, [pool, question.as_of, question.known_seq]))
    return Step(depth=1, what="goods of others", name=owner, quantity_micro=held, amount_minor=None,
                source=question.cites("cost"), words=f"of {owner}: here, and not ours; they have no cost")  # fmt: skip


def _pools(question: Question, item: int, lot: int | None) -> list[tuple[int, str]]:
    """Return the pools of an item, or of one lot of it, each with its owner."""
    sql = "SELECT id, lot_id, owner FROM valuation_cost_pool WHERE cost_basis_id = %s AND item_id = %s ORDER BY id"
    rows = question.reader.rows(sql, [question.book.cost_basis_id, item])
    return [(row["id"], row["owner"]) for row in rows if lot is None or row["lot_id"] == lot]


def _layers(question: Question, layers: pl.DataFrame) -> Iterator[Step]:
    """Yield a step for each open layer."""
    for row in layers.iter_rows(named=True):
        receipt = question.reader.row(
            "SELECT document, line, quantity_micro, value_minor FROM stock_stock_move WHERE id = %s", [row["layer"]]
        )
        assert receipt is not None  # A layer is named by the receipt that brought it.
        value = receipt["value_minor"]
        came = "what it was issued at" if value is None else present_minor(value, question.book.currency)
        yield Step(depth=1, what="layer", name=f"{receipt['document']}/{receipt['line']}",
                   quantity_micro=row["remaining_micro"], amount_minor=row["cost_minor"], source=question.cites("cost"),
                   words=f"received {row['received_on']}: {format_micro(receipt['quantity_micro'])} for {came}; "
                         "this is left")  # fmt: skip
        if row["held_minor"]:
            yield Step(depth=2, what="allowance", name="", amount_minor=-row["held_minor"], source=question.cites("allowance"),
                       words="written down on this layer and not yet released")  # fmt: skip


def _flows(question: Question, pool: int) -> Iterator[Step]:
    """Yield a step for each move of a pool, the latest first."""
    rows = question.reader.rows(FLOWS, [pool, question.as_of, question.known_seq], days=DAYS)
    for row in rows:
        where = f", entry {entry_name(row)}" if entry_name(row) else ""
        yield Step(depth=1, what=row["kind"], name=f"{row['document']}/{row['line']}",
                   quantity_micro=row["quantity_micro"], amount_minor=row["value_minor"], source=question.cites("cost"),
                   words=f"{row['reason']} on {row['accounting_on']}{where}")  # fmt: skip


def _allowance(question: Question, pool: int) -> Iterator[Step]:
    """Yield a step for each change of a pool's allowance."""
    parameters = [question.book.id, pool, question.as_of, question.known_seq]
    for row in question.reader.rows(ALLOWANCE, parameters, days=DAYS):
        own = f"run {row['run']}" if row["run"] else "taken over"
        cause = f"{row['document']}/{row['line']}" if row["document"] else own
        entry = f", entry {entry_name(row)}" if row["journal"] else ""
        yield Step(depth=1, what=f"allowance {row['kind']}", name=cause, amount_minor=row["amount_minor"],
                   source=question.cites("allowance"),
                   words=f"{row['reason'].replace('_', ' ')} on {row['accounting_on']}{entry}")  # fmt: skip
