"""Write entries as a file for another ledger: CSV for people and their spreadsheets, JSON for programs.

Before this: the lines that an export hands out, read from the store. After this: the response that carries the file. In
CSV an amount is a decimal number of the currency and never negative; in JSON it is a whole number of minor units.
"""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from lowmark.core.kinds.money import format_minor
from lowmark.store.session import Row

COLUMNS = (
    "entity", "book", "journal", "number", "date", "account", "account_name", "debit", "credit", "currency", "reason",
    "item_class", "document", "event",
)  # fmt: skip
_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What an export hands out: lines in the order of their entries, and whose they are."""

    entity: str
    book: str
    currency: str
    lines: Sequence[Row] = field(repr=False)

    @property
    def n_entries(self) -> int:
        """How many entries the lines are of."""
        return len({line["entry_id"] for line in self.lines})

    @property
    def debit_minor(self) -> int:
        """The sum of the debits."""
        return sum(int(line["amount_minor"]) for line in self.lines if line["amount_minor"] > 0)

    @property
    def credit_minor(self) -> int:
        """The sum of the credits."""
        return sum(-int(line["amount_minor"]) for line in self.lines if line["amount_minor"] < 0)


def to_csv(handed: Handed) -> str:
    """Write a header and a row per line.

    >>> line = {"entry_id": 1, "journal": "stock", "fiscal_year": 2026, "number": 7, "accounting_on": "2026-10-31",
    ...         "code": "1200", "name": "=Inventories", "amount_minor": 1250, "reason": "", "item_class": "goods",
    ...         "document": "PO-1", "event": "receipt"}
    >>> print(to_csv(Handed(entity="MAPLE", book="ifrs", currency="CAD", lines=[line])).splitlines()[1])
    MAPLE,ifrs,stock,stock/2026/7,2026-10-31,1200,'=Inventories,12.50,,CAD,,goods,PO-1,receipt
    """
    out = io.StringIO(newline="")
    rows = csv.writer(out, lineterminator="\r\n")  # Which has a lone line end of either kind within a cell quoted.
    rows.writerow(COLUMNS)
    for line in handed.lines:
        amount = line["amount_minor"]
        about = (handed.entity, handed.book, line["journal"], _number(line), str(line["accounting_on"]), line["code"],
                 line["name"])  # fmt: skip
        money = (_positive(amount, handed.currency), _positive(-amount, handed.currency), handed.currency)
        why = (line["reason"], line["item_class"], line["document"], line["event"])
        rows.writerow((*map(inert, about), *money, *map(inert, why)))
    return out.getvalue()


def to_json(handed: Handed, *, about: dict[str, Any]) -> str:
    """Write an object with what it is about, control totals and entries with their lines."""
    said = {
        "entity": handed.entity, "book": handed.book, "currency": handed.currency, **about,
        "n_entries": handed.n_entries, "n_lines": len(handed.lines), "debit_minor": handed.debit_minor,
        "credit_minor": handed.credit_minor, "entries": list(_entries(handed)),
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def inert(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula: one that begins like a formula gets an apostrophe.

    >>> inert("=1+1"), inert("-5"), inert("PO-1")
    ("'=1+1", "'-5", 'PO-1')
    """
    return f"'{text}" if text.startswith(_RUN_BY_SPREADSHEETS) else text


def _positive(amount: int, currency: str) -> str:
    """Write an amount on its own side, nothing on the other."""
    return format_minor(amount, currency) if amount > 0 else ""


def _number(line: Row) -> str:
    """Return an entry's whole name: its number alone would be read as a date."""
    return f"{line['journal']}/{line['fiscal_year']}/{line['number']}"


def _entries(handed: Handed) -> Iterator[dict[str, Any]]:
    """Yield the entries, each with its lines, in their order."""
    found: dict[int, dict[str, Any]] = {}
    for line in handed.lines:
        entry = found.setdefault(line["entry_id"], {
            "journal": line["journal"], "number": _number(line), "date": str(line["accounting_on"]),
            "event": line["event"], "document": line["document"], "lines": [],
        })  # fmt: skip
        amount = line["amount_minor"]
        entry["lines"].append({
            "account": line["code"], "account_name": line["name"], "debit_minor": max(amount, 0),
            "credit_minor": max(-amount, 0), "reason": line["reason"], "item_class": line["item_class"],
        })  # fmt: skip
    yield from found.values()
