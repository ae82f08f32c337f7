"""Journals drafted by hand, as facts say them: hashed anew, and what each asks to be posted.

Before this: the tables of drafts. After this: the check that journals stand. Shares nothing with what drafts and posts.
"""

import hashlib
from collections.abc import Sequence
from typing import Final

from lowmark.core.kinds.day import to_day
from lowmark.verify.reader import Row, Rows

DRAFTS: Final = """
SELECT d.id, d.book_id, d.document, d.kind, d.purpose, d.first_on, d.until_on, d.origin_year, d.because, d.n_lines,
  d.draft_hash, d.drafted_by FROM ledger_journal_draft d WHERE d.entity_id = %s ORDER BY d.id
"""
LINES: Final = """
SELECT l.draft_id, l.line_no, l.account_id, a.code, l.amount_minor, l.item_class, l.dimensions, l.tx_currency,
  l.tx_amount_minor FROM ledger_journal_draft_line l JOIN ledger_account a ON a.id = l.account_id
WHERE l.entity_id = %s ORDER BY l.draft_id, l.line_no
"""
POSTED: Final = """
SELECT e.id AS entry_id, l.line_no, l.account_id, l.amount_minor, l.item_class, l.tx_currency, l.tx_amount_minor
FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.id
WHERE e.entity_id = %s AND e.source = 'manual' ORDER BY e.id, l.line_no
"""
DIMENSIONS: Final = """
SELECT d.entry_id, d.line_no, d.dimension, v.code FROM ledger_line_dimension d
JOIN ledger_dimension_value v ON v.id = d.value_id WHERE d.entity_id = %s ORDER BY d.entry_id, d.line_no, d.dimension
"""

Said = tuple[int, int, str, str | None, int | None, str]
"""A line as it is compared: account, amount, class, transaction currency and amount, dimensions."""


def by(rows: Sequence[Row], key: str) -> dict[int, list[Row]]:
    """Group rows."""
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row[key], []).append(row)
    return found


def hashed(draft: Row, lines: Sequence[Row]) -> bytes:
    """Hash a draft anew, each word of it by itself."""
    words: list[object] = [draft[name] for name in (
        "document", "kind", "purpose", "first_on", "until_on", "origin_year", "because",
    )]  # fmt: skip
    words = [word if word is None or isinstance(word, int | str) else to_day(word) for word in words]  # type: ignore[arg-type]
    words.append(len(lines))
    for line in lines:
        words += [line["code"], line["amount_minor"], line["item_class"], line["dimensions"], line["tx_currency"],
                  line["tx_amount_minor"]]  # fmt: skip
    parts = [hashlib.sha256(f"{type(word).__name__}:{word}".encode()).digest() for word in words]
    return hashlib.sha256(b"lowmark journal draft 1" + b"".join(parts)).digest()


def asked(lines: Sequence[Row], sign: int) -> list[Said]:
    """Return the lines that a draft asks an entry to have."""
    return [
        (line["account_id"], sign * line["amount_minor"], line["item_class"], line["tx_currency"],
         None if line["tx_amount_minor"] is None else sign * line["tx_amount_minor"], line["dimensions"])
        for line in lines
    ]  # fmt: skip


def there(lines: Sequence[Row], dimensions: Sequence[Row]) -> list[Said]:
    """Return the lines that an entry has, with their dimensions."""
    named: dict[int, list[str]] = {}
    for row in dimensions:
        named.setdefault(row["line_no"], []).append(f"{row['dimension']}={row['code']}")
    return [
        (line["account_id"], line["amount_minor"], line["item_class"], line["tx_currency"], line["tx_amount_minor"],
         ";".join(named.get(line["line_no"], ())))
        for line in lines
    ]  # fmt: skip


def read(reader: Rows, sql: str, entity_id: int) -> list[Row]:
    """Return the rows of one of the queries."""
    return list(reader.rows(sql, [entity_id]))
