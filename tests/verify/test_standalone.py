"""The stand-alone verifier: whatever row of a fact is changed past the laws is found and named, by Python alone.

Random tamperings of every kind: a column of a row altered, a row removed, a row added with a place that is sealed, two rows
changing places. On SQLite they are done to the database file itself, with its triggers dropped; on PostgreSQL to the rows
of an export, as whoever hands the file over might. `LOWMARK_SOAK=1` does ten thousand.
"""

import json
import os
import random
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lowmark.verify import standalone
from tests.company import Company, found
from tests.fresh_store import ENGINES, Store, fresh_store

EACH = 5_000 if "LOWMARK_SOAK" in os.environ else 60
SEED = int(os.environ.get("LOWMARK_SEED", "61"))


@dataclass
class Sealed:
    """A company that was sealed, its checkpoint, and a file of its facts."""

    store: Store
    company: Company
    checkpoint: Path
    facts: Path
    about: dict[str, Any]

    def faults(self, facts: Path | None = None) -> list[str]:
        """Return what the verifier finds."""
        return standalone.verify(self.checkpoint, facts or self.facts)[0]


@pytest.fixture(scope="module", params=ENGINES)
def sealed(request) -> Iterator[Sealed]:
    """Goods of another formula go over as if it had always been theirs; goods came, were sold, written down by two people; then a
    seal; then one more sale, which is under none."""
    with fresh_store(request.param) as store:
        made = found("MAPLE", opens_on=date(2025, 1, 1), months=14)
        made.items("TENT", "LAMP", "ROPE")
        _goes_back(made)
        made.moves(
            *(
                (f"PO-{item}", 1, item, "vendor", "Main", "receipt", 10, 100, date(2026, 1, 2))
                for item in ("TENT", "LAMP")
            )
        )
        made.prices(("L-1", 1, "TENT", "price_list", 6, date(2026, 1, 20)))
        made.record("S-1", "LAMP", 3, date(2026, 1, 22))
        made.write_down(date(2026, 1, 31))
        made.do("seal", made.root)
        made.record("S-2", "LAMP", 1, date(2026, 2, 2))
        checkpoint, facts = store.folder / "checkpoint.txt", store.folder / "facts.jsonl"
        checkpoint.write_text(made.do("export-checkpoint", made.root).content, encoding="utf-8")
        facts.write_text(made.do("export-facts", made.root).content, encoding="utf-8")
        if store.engine == "sqlite":
            facts = Path(store.url.removeprefix("sqlite:///"))
        about = json.loads(checkpoint.read_text(encoding="utf-8").split("\n", 1)[0])
        yield Sealed(store, made, checkpoint, facts, about)


def _goes_back(made: Company) -> None:
    """Ten ropes for 100.00 and ten for 140.00, twelve sold: eight go over from 112.00 to the average, 96.00."""
    made.record("PO-1", "ROPE", 10, date(2025, 3, 1), value="100.00")
    made.record("PO-2", "ROPE", 10, date(2025, 6, 1), value="140.00")
    made.record("SO-1", "ROPE", 12, date(2025, 9, 1))
    made.do(
        "draft-formula-change",
        made.ada,
        document="CF-1",
        method="moving_average",
        begins_on=date(2026, 1, 1),
        because="why",
    )
    digest = made.do("show-formula-change", made.ben, document="CF-1").figures_hash
    made.do("decide-formula-change", made.ben, step_up_id=made.prove(digest), document="CF-1", figures_hash=digest)


def test_what_nobody_touched_is_clean_and_what_came_later_is_counted(sealed):
    asked = sealed.company.do("export-checkpoint", sealed.company.root)
    faults, n_sealed, n_later = standalone.verify(sealed.checkpoint, sealed.facts)

    assert (faults, n_sealed) == ([], asked.facts)
    assert n_sealed > 50 and 0 < n_later <= asked.unsealed
    done = sealed.company.do("seal", sealed.company.root, verify=True)
    assert done.faults == () and done.facts == asked.facts and done.unsealed == asked.unsealed


def test_it_needs_nothing_but_python(sealed):
    ran = subprocess.run([sys.executable, "-I", "-S", standalone.__file__, sealed.checkpoint, sealed.facts],
                         capture_output=True, text=True, check=False)  # fmt: skip
    assert (ran.returncode, ran.stdout.splitlines()[-1]) == (0, "clean"), ran


def test_what_a_change_of_formula_says_is_found_where_it_is_changed(sealed, tmp_path):
    """Each column by which a change that goes back restates earlier years; and its effects, left out."""
    export = sealed.company.do("export-facts", sealed.company.root).content
    rows = [json.loads(line) for line in export.splitlines()]
    chance, file = random.Random(SEED), tmp_path / "facts.jsonl"
    said = {
        "stock_formula_change": ("application", "begins_on", "method", "impracticable"),
        "stock_formula_change_decision": ("decision", "figures_hash", "step_up_id"),
        "stock_formula_change_effect": ("fiscal_year", "expense", "amount_minor", ""),
        "stock_formula_change_item": ("begins_on", "method", "replaces"),
        "stock_stock_move": ("restated_minor",),
    }
    for table, names in said.items():
        columns = [name.rstrip("*!") for name in sealed.about["tables"][table]["columns"]]
        nth = next(n for n, (of, _, row) in enumerate(rows)
                   if of == table and row[columns.index(names[0] or "id")] is not None)  # fmt: skip
        for name in names:
            changed = list(rows[nth][2])
            if name:
                place = columns.index(name)
                mark = sealed.about["tables"][table]["columns"][place].removeprefix(name)
                new = altered(changed[place], chance, mark)
                changed[place] = new.hex() if isinstance(new, bytes) else new
            there = [*rows[:nth], *([[table, rows[nth][1], changed]] if name else []), *rows[nth + 1 :]]
            file.write_text("\n".join(json.dumps(row) for row in there), encoding="utf-8")
            faults = sealed.faults(file)
            assert faults and f"{table} {changed[columns.index('id')]}," in faults[0], (table, name, faults)


def altered(value: Any, chance: random.Random, mark: str) -> Any:
    """Return another value of a column."""
    if value is None:
        return {"*": "x", "!": b"x" * 32}.get(mark, 0)
    if isinstance(value, str) and mark != "!":
        return value + chance.choice(" xé")
    if mark == "!":
        raw = bytes.fromhex(value) if isinstance(value, str) else value
        return bytes([raw[0] ^ (1 << chance.randrange(8))]) + raw[1:]
    return value + chance.choice((-1, 1, 1000))


def tampered_rows(
    rows: list[list[Any]], about: dict[str, Any], chance: random.Random
) -> tuple[str, list[list[Any]], set[Any]]:
    """Return what was done to some sealed rows of an export, the rows then, and the numbers that were touched."""
    places = [n for n, (_, seq, _row) in enumerate(rows) if seq <= about["to_seq"]]
    nth, what = chance.choice(places), chance.choice(("alter", "alter", "remove", "add", "reorder"))
    table, seq, row = rows[nth]
    columns = about["tables"][table]["columns"]
    key = table, row[columns.index("id")]
    if what == "remove":
        return what, rows[:nth] + rows[nth + 1 :], {key}
    if what == "add":
        copy = list(row)
        copy[columns.index("id")] += 1_000_000
        return what, [*rows, [table, seq, copy]], {(table, key[1] + 1_000_000)}
    if what == "reorder":
        other = chance.choice([n for n in places if rows[n][1] != seq])
        changed = list(rows)
        changed[nth], changed[other] = [table, rows[other][1], row], [rows[other][0], seq, rows[other][2]]
        there = about["tables"][rows[other][0]]["columns"]
        return what, changed, {key, (rows[other][0], rows[other][2][there.index("id")])}
    column = chance.choice([n for n, name in enumerate(columns) if name not in {"id", "entity_id"}])
    mark = columns[column][-1] if columns[column][-1] in "*!" else ""
    new = altered(row[column], chance, mark)
    copy = list(row)
    copy[column] = new.hex() if isinstance(new, bytes) else new
    return what, [*rows[:nth], [table, seq, copy], *rows[nth + 1 :]], {key}


def test_no_tampering_with_an_export_is_missed(sealed, tmp_path):
    chance, kinds = random.Random(SEED), Counter[str]()
    export = sealed.company.do("export-facts", sealed.company.root).content
    rows = [json.loads(line) for line in export.splitlines()]
    file = tmp_path / "facts.jsonl"
    for _ in range(EACH if sealed.store.engine == "postgresql" else EACH // 4):
        what, changed, touched = tampered_rows(rows, sealed.about, chance)
        chance.shuffle(changed)
        file.write_text("\n".join(json.dumps(row) for row in changed), encoding="utf-8")
        faults = sealed.faults(file)
        assert faults and any(f"{table} {number}," in faults[0] for table, number in touched), (what, touched, faults)
        kinds[what] += 1
    print(f"{sealed.store.engine}: {sum(kinds.values())} tamperings with an export, none missed: {dict(kinds)}")


def test_no_tampering_with_the_database_is_missed(sealed, tmp_path):
    """Each is done to a copy of the file past the laws, and undone."""
    if sealed.store.engine != "sqlite":
        return
    chance, kinds, copy = random.Random(SEED), Counter[str](), tmp_path / "copy.sqlite3"
    with (
        closing(sqlite3.connect(sealed.facts)) as source,
        closing(sqlite3.connect(copy, isolation_level=None)) as opened,
    ):
        source.backup(opened)
        opened.execute("PRAGMA ignore_check_constraints=ON")
        opened.execute("PRAGMA synchronous=OFF")
        for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            opened.execute(f"DROP TRIGGER {name}")
        for _ in range(EACH):
            what, table, number = tamper(opened, sealed.about, chance)
            faults = sealed.faults(copy)
            assert faults and f"{table} {number}," in faults[0], (what, table, number, faults)
            kinds[what] += 1
            _restore(opened, sealed.facts, table)
        assert sealed.faults(copy) == []
    print(f"sqlite: {sum(kinds.values())} tamperings with the database file, none missed: {dict(kinds)}")


def tamper(opened: Any, about: dict[str, Any], chance: random.Random) -> tuple[str, str, int]:
    """Change one sealed row of the file; return what was done, and to which."""
    table = chance.choice(
        [name for name, said in about["tables"].items() if not said["of"] and _sealed(opened, name, about)]
    )
    number = chance.choice(_sealed(opened, table, about))
    what = chance.choice(("alter", "alter", "remove", "add", "reorder"))
    if what == "remove":
        opened.execute(f"DELETE FROM {table} WHERE id = ?", [number])
    elif what == "reorder":
        opened.execute(
            f"UPDATE {table} SET known_seq = known_seq + ? WHERE id = ?", [chance.choice((-1, 1)) * 100_000, number]
        )
    elif what == "add":
        names = [name.rstrip("*!") for name in about["tables"][table]["columns"]]
        taken = ", ".join("id + 1000000" if name == "id" else name for name in names)
        try:
            opened.execute(
                f"INSERT INTO {table} ({', '.join(names)}) SELECT {taken} FROM {table} WHERE id = ?", [number]
            )
        except sqlite3.IntegrityError:  # A key of another column stands in the way: then a row goes instead.
            opened.execute(f"DELETE FROM {table} WHERE id = ?", [number])
            return "remove", table, number
        return what, table, number + 1_000_000
    else:
        column = chance.choice(
            [name for name in about["tables"][table]["columns"] if name not in {"id", "entity_id", "known_seq"}]
        )
        name = column.rstrip("*!")
        (value,) = opened.execute(f"SELECT {name} FROM {table} WHERE id = ?", [number]).fetchone()
        new = altered(value, chance, column[-1] if column[-1] in "*!" else "")
        opened.execute(f"UPDATE OR IGNORE {table} SET {name} = ? WHERE id = ?", [new, number])
        if opened.execute("SELECT changes()").fetchone() == (0,):
            opened.execute(f"DELETE FROM {table} WHERE id = ?", [number])
    return what, table, number


def _sealed(opened: Any, table: str, about: dict[str, Any]) -> list[int]:
    sql = f"SELECT id FROM {table} WHERE entity_id = ? AND known_seq <= ?"
    return [number for (number,) in opened.execute(sql, [about["entity_id"], about["to_seq"]])]


def _restore(opened: Any, original: Path, table: str) -> None:
    """Put a table back as it was."""
    opened.execute("ATTACH ? AS original", [str(original)])
    opened.execute(f"DELETE FROM {table}")
    opened.execute(f"INSERT INTO {table} SELECT * FROM original.{table}")
    opened.execute("DETACH original")
