"""What a run rests on, as tables: its snapshot, tests, evidence, decisions and entries, row by row.

Before this: rows of the store. After this: `gathering`, which writes each as CSV.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from lowmark.reports.described import Cell, Column, Row, Table
from lowmark.services.moments import moment

Columns = Mapping[str, Column]

SNAPSHOT: Final[Columns] = {
    "item_code": Column("item"), "item_name": Column("name"), "lot_code": Column("lot"), "condition": Column("condition"),
    "received_on": Column("received on", "date"), "remaining_micro": Column("quantity", "quantity"),
    "cost_minor": Column("cost", "money"), "held_minor": Column("allowance held", "money"),
}  # fmt: skip
PROPOSALS: Final[Columns] = {
    "item": Column("item"), "name": Column("name"), "lot": Column("lot"), "quantity_micro": Column("quantity", "quantity"),
    "cost_minor": Column("cost", "money"), "value_minor": Column("value", "money"),
    "carrying_minor": Column("carrying amount", "money"), "required_minor": Column("allowance required", "money"),
    "held_minor": Column("allowance held", "money"), "change_minor": Column("change", "money"), "reason": Column("reason"),
    "evidence_kind": Column("evidence"), "evidence_lines": Column("pieces of evidence", "count"), "state": Column("state"),
}  # fmt: skip
TESTS: Final[Columns] = {
    "item": Column("item"), "lot": Column("lot"), "tier": Column("tier", "count"), "kind": Column("for"),
    "quantity_micro": Column("quantity", "quantity"), "cost_minor": Column("cost", "money"),
    "evidence_kind": Column("evidence"), "gross_amount_micro": Column("evidence: amount", "ratio"),
    "net_amount_micro": Column("evidence: amount, net", "ratio"),
    "evidence_quantity_micro": Column("evidence: for a quantity of", "quantity"), "value_minor": Column("value", "money"),
    "lower_minor": Column("lower of cost and value", "money"), "basis": Column("measured at"), "reason": Column("what binds"),
    "finding": Column("to look at"),
}  # fmt: skip
ESTIMATES: Final[Columns] = {
    "item": Column("item"), "lot": Column("lot"), "tier": Column("tier", "count"), "rule": Column("rule"),
    "rank": Column("rank", "count"), "value_minor": Column("value", "money"), "binds": Column("binds"), "why": Column("why"),
}  # fmt: skip
MARKETS: Final[Columns] = {
    "item": Column("item"), "lot": Column("lot"), "tier": Column("tier", "count"),
    "replacement_minor": Column("replacement cost", "money"), "ceiling_minor": Column("ceiling", "money"),
    "profit_minor": Column("normal profit", "money"), "floor_minor": Column("floor", "money"),
    "market_minor": Column("market", "money"),
}  # fmt: skip
EVIDENCE: Final[Columns] = {
    "item": Column("item"), "lot": Column("lot"), "document": Column("document"), "line": Column("line"), "kind": Column("kind"),
    "channel": Column("channel"), "amount_micro": Column("amount", "ratio"), "currency": Column("currency"),
    "quantity_micro": Column("for a quantity of", "quantity"), "observed_on": Column("observed on", "date"),
    "standing": Column("who stands behind it"), "asserted_by": Column("entered by"), "known_seq": Column("known at", "count"),
    "file_hash": Column("SHA-256 of its file"), "content_hash": Column("hash of the fact"),
}  # fmt: skip
DECISIONS: Final[Columns] = {
    "what": Column("what"), "item": Column("line of item"), "decision": Column("decision"), "who": Column("who"),
    "authority_of": Column("on whose authority"), "comment": Column("reason"), "amount_minor": Column("amount", "money"),
    "method": Column("proved by"), "granted_at": Column("proved at"), "recorded_at": Column("recorded at"),
    "run_hash": Column("hash of what was shown"), "known_seq": Column("known at", "count"),
    "content_hash": Column("hash of the fact"),
}  # fmt: skip
ENTRIES: Final[Columns] = {
    "name": Column("entry"), "accounting_on": Column("counts on", "date"), "event": Column("event"),
    "document": Column("document"), "account": Column("account"), "account_name": Column("name"),
    "debit_minor": Column("debit", "money"), "credit_minor": Column("credit", "money"), "reason": Column("reason"),
    "item_class": Column("class"), "posted_by": Column("posted by"), "recorded_at": Column("recorded at"),
    "known_seq": Column("known at", "count"), "content_hash": Column("hash of the fact"),
}  # fmt: skip
SEALS: Final[Columns] = {
    "seal_no": Column("seal", "count"), "from_seq": Column("from", "count"), "to_seq": Column("to", "count"),
    "n_facts": Column("facts", "count"), "root": Column("root"), "facts_root": Column("root of facts"),
    "chained": Column("chained"),
}  # fmt: skip

_MOMENTS: Final = ("granted_at", "recorded_at")


def table(title: str, columns: Columns, rows: Iterable[Mapping[str, Any]]) -> Table:
    r"""Return rows as a table of these columns.

    >>> found = table("Seals", {"seal_no": Column("seal", "count"), "root": Column("root")}, [{"seal_no": 1, "root": b"\xab"}])
    >>> found.rows[0].cells
    (1, 'ab')
    """
    found = tuple(Row(cells=tuple(_cell(name, row[name], column) for name, column in columns.items())) for row in rows)
    return Table(title=title, period="", columns=tuple(columns.values()), rows=found)


def sided(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a line of an entry with its name, and its amount on its side."""
    amount = row["amount_minor"]
    return {**row, "name": f"{row['journal']}/{row['fiscal_year']}/{row['number']}",
            "debit_minor": amount if amount > 0 else None, "credit_minor": -amount if amount < 0 else None}  # fmt: skip


def _cell(name: str, value: Any, column: Column) -> Cell:
    """Return a value as a cell: hashes in hex, moments in UTC, a truth in a word."""
    if value is None or isinstance(value, date):
        return value
    if isinstance(value, bytes):
        return value.hex()
    if name in _MOMENTS:
        return moment(int(value))
    if column.is_numeric:
        return int(value)
    return ("no", "yes")[int(value)] if name == "binds" else str(value)
