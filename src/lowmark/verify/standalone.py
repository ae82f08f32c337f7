"""Hold facts against a checkpoint, with nothing but Python: `python standalone.py CHECKPOINT FACTS`.

CHECKPOINT is a file of `lowmark export-checkpoint`, kept where nobody who keeps the books can write. FACTS is the SQLite
database itself, or a file of `lowmark export-facts`. Every row of every table of facts is hashed as the checkpoint's
first line says, in the order in which it came to be known, and compared with what was sealed: a row that was altered,
removed, added or moved is found and named. Rows later than the checkpoint are counted.
"""

import hashlib
import json
import sqlite3
import struct
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

Row = tuple[int, str, int, Any]
"""Place in the order, table, number, and the hash of the row."""


def digest(noun: str, columns: Sequence[str], row: Sequence[Any]) -> bytes:
    """Hash a row: the noun's name, then each column as a presence byte and a number, or the SHA-256 of words."""
    parts = [hashlib.sha256(noun.encode()).digest()]
    for column, value in zip(columns, row, strict=True):
        is_number = column[-1] not in "*!"
        if value is None:
            parts.append(b"\0" * (9 if is_number else 33))
        elif is_number:
            parts.append(struct.pack("<Bq", 1, value))
        else:
            parts.append(b"\1" + hashlib.sha256(value.encode() if isinstance(value, str) else value).digest())
    return hashlib.sha256(b"".join(parts)).digest()


def from_sqlite(path: Path, about: dict[str, Any]) -> Iterator[Row]:
    """Yield each row of the entity in a database."""
    with sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True) as opened:
        for table, said in about["tables"].items():
            columns = ", ".join("t." + column.rstrip("*!") for column in said["columns"])
            join = f" LEFT JOIN {said['of']} p ON p.id = t.{said['by']}" if said["of"] else ""
            place = "p.known_seq" if said["of"] else "t.known_seq"
            sql = f"SELECT {place}, t.id, {columns} FROM {table} t{join} WHERE t.entity_id = ?"  # noqa: S608
            for seq, number, *row in opened.execute(sql, [about["entity_id"]]):
                yield hashed(seq, table, number, said, row)


def from_export(path: Path, about: dict[str, Any]) -> Iterator[Row]:
    """Yield each row of a file of exported facts: a table, a place and the row on each line, bytes in hex."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            table, seq, row = json.loads(line)
            if (said := about["tables"].get(table)) is None:
                yield 0, table, 0, b""
                continue
            number = row[said["columns"].index("id")]
            marked = zip(said["columns"], row, strict=True)
            yield hashed(seq, table, number, said, [bytes.fromhex(v) if c[-1] == "!" and v else v for c, v in marked])


def hashed(seq: Any, table: str, number: int, said: dict[str, Any], row: Sequence[Any]) -> Row:
    """Return a row as it is compared; what cannot be hashed has no hash, and so differs."""
    try:
        found = digest(said["noun"], said["columns"], row)
    except (struct.error, AttributeError, TypeError, ValueError):
        found = b""
    return (seq if isinstance(seq, int) else 0), table, number, found


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the Merkle tree hash of leaves (RFC 9162, section 2.1.1)."""
    level = [hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves] or [hashlib.sha256(b"").digest()]
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\1" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]
        level = pairs + level[len(level) - len(level) % 2 :]
    return level[0]


def verify(checkpoint: Path, facts: Path) -> tuple[list[str], int, int]:
    """Return what is wrong, the first bad fact first, how many facts are sealed and how many came later."""
    with checkpoint.open(encoding="utf-8") as lines:
        about = json.loads(next(lines))
        sealed = [(int(seq), table, int(number), leaf) for seq, table, number, leaf in (line.split() for line in lines)]
    with facts.open("rb") as opened:
        read = from_sqlite if opened.read(16) == b"SQLite format 3\0" else from_export
    rows = sorted(read(facts, about), key=lambda row: row[:3])
    now = [row for row in rows if row[0] <= about["to_seq"]]
    wrong, chained = [], b""
    for seal in about["seals"]:
        span = [row[3] for row in now if seal["from_seq"] <= row[0] <= seal["to_seq"]]
        chained = hashlib.sha256(chained + bytes.fromhex(seal["root"]) + bytes.fromhex(seal["facts_root"])).digest()
        if len(span) != seal["n_facts"] or root(span).hex() != seal["facts_root"]:
            wrong.append(f"seal {seal['seal_no']}: its facts are not those that were sealed")
        if chained.hex() != seal["chained"]:
            wrong.append(f"seal {seal['seal_no']}: the checkpoint's own chain is broken")
    first = first_bad(sealed, now)
    return ([first] if first else []) + wrong, len(sealed), len(rows) - len(now)


def first_bad(sealed: Sequence[Row], now: Sequence[Row]) -> str:
    """Name the first row that is not as it was sealed, or return nothing."""
    before, after = {row[1:3]: row for row in sealed}, {row[1:3]: row for row in now}
    bad = []
    for key in before.keys() | after.keys():
        was, there = before.get(key), after.get(key)
        if was is None:
            bad.append((after[key][0], *key, "added"))
        elif there is None:
            bad.append((was[0], *key, "removed"))
        elif was[0] != there[0]:
            bad.append((was[0], *key, "moved to another place in the order"))
        elif was[3] != there[3].hex():
            bad.append((was[0], *key, "altered"))
    if not bad and len(now) != len(sealed):
        return "first bad fact: a row is there twice"
    return "first bad fact: {1} {2}, known at {0}: {3}".format(*min(bad)) if bad else ""


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    faults, n_sealed, n_later = verify(Path(sys.argv[1]), Path(sys.argv[2]))
    verdict = "NOT CLEAN" if faults else "clean"
    sys.stdout.write("\n".join([*faults, f"{n_sealed} sealed facts, {n_later} unsealed", verdict]) + "\n")
    sys.exit(bool(faults))
