"""Content hashes: every hashed fact still says what it said when it was written."""

from typing import Final

from lowmark.verify.canonical import VERSION, Unreadable
from lowmark.verify.checked import Checked, Faults
from lowmark.verify.facts import ENTRY, LINE, OTHERS, Fact
from lowmark.verify.names import Names
from lowmark.verify.reader import Row, Rows, pages

NAME: Final = "content_hashes"
MEANING: Final = "hashing each fact anew, and each entry with its lines, gives the content hash that was stored with it"

_LINES: Final = f"""
SELECT {LINE.named_of("l")} FROM ledger_entry e CROSS JOIN ledger_line l
WHERE l.entry_id = e.id AND e.entity_id = %s AND e.known_seq BETWEEN %s AND %s ORDER BY l.entry_id, l.line_no
"""  # noqa: S608


def check(reader: Rows, entity_id: int) -> Checked:
    """Hash every fact of every table that is hashed."""
    faults, names, examined = Faults(), Names(reader, entity_id), 0
    for fact in (ENTRY, *OTHERS):
        sql = f"SELECT {fact.form.named_of(fact.table)}, content_hash FROM {fact.table} WHERE entity_id = %s"  # noqa: S608
        for page in pages(reader, sql, [entity_id], key="known_seq"):
            following = _lines(reader, entity_id, page, faults, names) if fact is ENTRY else {}
            for row in page:
                _check_fact(fact, row, following.get(row["id"], b""), faults, names)
            examined += len(page)
    return faults.checked(examined)


def _lines(reader: Rows, entity_id: int, entries: list[Row], faults: Faults, names: Names) -> dict[int, bytes]:
    """Return the canonical bytes of the lines of each entry of a page."""
    found: dict[int, list[bytes]] = {entry["id"]: [] for entry in entries}
    for line in reader.rows(_LINES, [entity_id, entries[0]["known_seq"], entries[-1]["known_seq"]]):
        try:
            found[line["entry_id"]].append(LINE.canonical(line))
        except Unreadable as error:
            faults.add("a line of entry {}: {}", names("entry", line["entry_id"]), error)
    return {entry: b"".join(lines) for entry, lines in found.items()}


def _check_fact(fact: Fact, row: Row, following: bytes, faults: Faults, names: Names) -> None:
    """Compare a fact with its hash."""
    what = fact.kind.replace("_", " ")
    if row["hash_v"] != VERSION:
        faults.add("{} {} was hashed in a form {} that is not known", what, names(fact.kind, row["id"]), row["hash_v"])
        return
    try:
        digest = fact.form.digest(row, following)
    except Unreadable as error:
        faults.add("{} {}: {}", what, names(fact.kind, row["id"]), error)
        return
    if digest != bytes(row["content_hash"]):
        faults.add("{} {} is not what it was when it was written", what, names(fact.kind, row["id"]))
