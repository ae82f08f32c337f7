"""Write entries for plain-text accounting: hledger's journal, and beancount's ledger.

Before this: the lines that an export hands out. After this: somebody else's program, which adds them up anew. Sources: the
hledger manual, journal format; the Beancount language syntax.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from lowmark.core.kinds.currency import exponent
from lowmark.core.kinds.money import format_minor
from lowmark.services.ledgers.entry_files import Handed
from lowmark.store.session import Row

ROOTS: Final = {
    "asset": "Assets",
    "liability": "Liabilities",
    "equity": "Equity",
    "income": "Income",
    "expense": "Expenses",
}
_TYPES: Final = {"asset": "A", "liability": "L", "equity": "E", "income": "R", "expense": "X"}
_SPACES: Final = re.compile(r"\s+")
_MARKS: Final = re.compile(r"[;:|\"()\[\]{}=*!]")


def to_hledger(handed: Handed) -> str:
    """Write a journal for hledger: accounts declared with their kind, a transaction an entry, every amount written.

    >>> from lowmark.services.ledgers.entry_files import Handed
    >>> about = {"entry_id": 1, "journal": "stock", "fiscal_year": 2026, "number": 7, "accounting_on": "2026-10-31",
    ...          "reason": "", "item_class": "", "document": "PO-1", "event": "receipt"}
    >>> lines = [about | {"code": "1200", "name": "Inventories", "section": "asset", "amount_minor": 1250},
    ...          about | {"code": "2100", "name": "Not invoiced", "section": "liability", "amount_minor": -1250}]
    >>> print(to_hledger(Handed(entity="MAPLE", book="ifrs", currency="CAD", lines=lines)), end="")
    ; MAPLE, book ifrs, in CAD
    commodity 1000.00 CAD
    account Assets:1200 Inventories  ; type: A
    account Liabilities:2100 Not invoiced  ; type: L
    <BLANKLINE>
    2026-10-31 (stock/2026/7) PO-1  ; event: receipt
        Assets:1200 Inventories  12.50 CAD
        Liabilities:2100 Not invoiced  -12.50 CAD
    """
    places = exponent(handed.currency)
    head = [f"; {_said(handed.entity)}, book {_said(handed.book)}, in {handed.currency}",
            f"commodity 1000.{'0' * places} {handed.currency}"]  # fmt: skip
    named = {line["code"]: line for line in handed.lines}
    head += [
        f"account {_hledger_account(line)}  ; type: {_TYPES[line['section']]}" for _, line in sorted(named.items())
    ]
    return (
        "\n".join([*head, *(text for entry in _entries(handed) for text in _hledger_entry(entry, handed.currency))])
        + "\n"
    )


def to_beancount(handed: Handed) -> str:
    """Write a ledger for beancount: accounts opened on the first day, a transaction an entry.

    >>> print(to_beancount(Handed(entity="MAPLE", book="ifrs", currency="CAD", lines=[])), end="")
    option "title" "MAPLE ifrs"
    option "operating_currency" "CAD"
    """
    head = [f'option "title" "{_said(handed.entity)} {_said(handed.book)}"',
            f'option "operating_currency" "{handed.currency}"']  # fmt: skip
    if handed.lines:
        first = min(str(line["accounting_on"]) for line in handed.lines)
        named = {line["code"]: line for line in handed.lines}
        head += [f"{first} open {_beancount_account(line)} {handed.currency}" for _, line in sorted(named.items())]
    return (
        "\n".join([*head, *(text for entry in _entries(handed) for text in _beancount_entry(entry, handed.currency))])
        + "\n"
    )


def _entries(handed: Handed) -> Iterator[Sequence[Row]]:
    """Yield the lines of each entry, by day and then as they were known: programs read a journal in the order of days."""
    entries = [list(lines) for _, lines in groupby(handed.lines, key=lambda line: line["entry_id"])]
    yield from sorted(entries, key=lambda lines: str(lines[0]["accounting_on"]))


def _hledger_entry(lines: Sequence[Row], currency: str) -> Iterator[str]:
    first = lines[0]
    yield ""
    yield f"{first['accounting_on']} ({_number(first)}) {_said(first['document'])}  ; event: {_said(first['event'])}"
    for line in lines:
        yield f"    {_hledger_account(line)}  {format_minor(line['amount_minor'], currency)} {currency}"


def _beancount_entry(lines: Sequence[Row], currency: str) -> Iterator[str]:
    first = lines[0]
    yield ""
    yield f'{first["accounting_on"]} * "{_said(first["event"])}" "{_said(first["document"])}" ^{_number(first)}'
    for line in lines:
        yield f"  {_beancount_account(line)}  {format_minor(line['amount_minor'], currency)} {currency}"


def _hledger_account(line: Row) -> str:
    """Name an account: two spaces would end it, a colon would make it another's child."""
    return f"{ROOTS[line['section']]}:{_said(line['code'])} {_said(line['name'])}"


def _beancount_account(line: Row) -> str:
    """Name an account by its code: what beancount does not know in a name becomes a dash."""
    return f"{ROOTS[line['section']]}:A{re.sub(r'[^A-Za-z0-9]', '-', line['code'])}"


def _number(line: Row) -> str:
    return f"{line['journal']}/{line['fiscal_year']}/{line['number']}"


def _said(text: str) -> str:
    """Return a text without what would be read as more than text.

    >>> _said('5" pipe; rest:  x')
    '5- pipe- rest- x'
    """
    return _SPACES.sub(" ", _MARKS.sub("-", text)).strip() or "-"
