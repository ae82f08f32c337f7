"""An import beside a bare bulk write of the very rows that it made: `python -m benchmarks.importing`.

The import is the real service: the sample company's four stock files as CSV, parsed, checked, costed by FIFO, hashed and
posted, to the commit. The bare write is what is left when everything is known already: the same rows, read back from
the imported database as tuples, written into an equal one through the same connection, under the same laws, keys and
indexes, in one transaction: `executemany` on SQLite, COPY on PostgreSQL. Both databases are set up alike before the
clock starts. Goal: within 2x. A server's own time is in the seconds, but other programs' work is too: look at the load.
"""

import argparse
import gc
import os
import platform
import statistics
import time
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

SEED = 20_261_031
TABLES = ("items", "locations", "opening_layers", "stock_moves")
ORDER = (
    "item", "location", "lot", "cost_pool", "stock_move", "journal_counter", "line", "entry", "cost_flow", "layer",
    "imported_file", "command", "audit",
)  # fmt: skip
"""What an import writes, in an order that the laws take."""

GOAL = 2.0

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Turn:
    """Seconds of one turn: the import, the bare write; and the rows that each wrote."""

    service: float
    bare: float
    n_rows: int


def main() -> None:
    """Print a line per engine."""
    from tests.fresh_store import ENGINES
    from tests.postgres_server import programs

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--moves", type=int, default=1_000_000)
    parser.add_argument("--engine", choices=ENGINES, help="one of them; both if not said")
    parser.add_argument("--repeats", type=int, default=1)
    asked = parser.parse_args()

    print(f"# import, seed {SEED}, medians of {asked.repeats}; Python {platform.python_version()}, "
          f"polars {pl.__version__}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} before")  # fmt: skip
    print("# service: CSV to costed database; bare: the same rows, known already, into an equal database")
    print("engine          moves       rows  service s   bare s  moves/s  service/bare")
    files = csv_files(asked.moves)
    compile_kernels()
    for engine in (asked.engine,) if asked.engine else ENGINES:
        if engine == "postgresql" and programs() is None:
            print(f"{engine:11} has no server's programs here")
            continue
        turns = [measure(engine, files) for _ in range(asked.repeats)]
        service, bare = (statistics.median(getattr(turn, name) for turn in turns) for name in ("service", "bare"))
        verdict = "" if service <= GOAL * bare else f"  over the goal of {GOAL:g}"
        print(f"{engine:11} {asked.moves:9,} {turns[0].n_rows:10,} {service:10.2f} {bare:8.2f} "
              f"{asked.moves / service:8,.0f} {service / bare:13.2f}{verdict}", flush=True)  # fmt: skip


def csv_files(moves: int) -> dict[str, bytes]:
    """Return the files of the sample company's first entity."""
    from lowmark.sample import company

    (tables,) = company(seed=SEED, moves=moves, entities=1).values()
    return {name: tables[name].write_csv().encode() for name in TABLES}


def compile_kernels() -> None:
    """Import a file that is large enough for compiled kernels, so that no turn compiles them."""
    measure("sqlite", csv_files(20_000))


def measure(engine: str, files: dict[str, bytes]) -> Turn:
    """Import the files into one database, and write the rows that they made into another."""
    from tests.fresh_store import fresh_store

    with fresh_store(engine) as store:
        company = set_up()
        there = {name: keys(name, rows) for name, rows in everything(store).items()}
        started = time.perf_counter()
        for name, content in files.items():
            import_one(company, name, content)
        service = time.perf_counter() - started
        made = new_rows(there, everything(store))

    with fresh_store(engine) as store:
        set_up()
        gc.freeze()  # The rows wait to be written; looking through them for garbage is not part of it.
        started = time.perf_counter()
        write_bare(made)
        bare = time.perf_counter() - started
        gc.unfreeze()
        assert {name: len(rows) for name, rows in new_rows(there, everything(store)).items()} == {
            name: len(rows) for name, rows in made.items()
        }  # fmt: skip
    return Turn(service, bare, sum(len(rows) for rows in made.values()))


def set_up() -> Any:
    """Set up the entity and its people, by the services: the same in every fresh database, to the last number."""
    from tests.company import found

    return found("BENCH", opens_on=date(2025, 11, 1))


def import_one(company: Any, table: str, content: bytes) -> None:
    """Import a file as a door would."""
    from lowmark.services.operation import File

    answer = company.do("import", company.ada, table=table, file=File(f"{table}.csv", content))
    assert answer.accepted, answer.problems[:3]


def everything(store: Any) -> dict[str, Rows]:
    """Return the rows of every noun, by its name."""
    from lowmark.core.tables.registry import NOUNS

    found = {}
    for noun in NOUNS:
        columns, key = (", ".join(f'"{name}"' for name in names) for names in (noun.columns, noun.key))
        found[noun.name] = store.rows(f'SELECT {columns} FROM "{noun.table}" ORDER BY {key}')
    return found


def keys(name: str, rows: Rows) -> set[tuple[Any, ...]]:
    """Return the keys of rows of a noun."""
    from lowmark.core.tables.registry import BY_NAME

    noun = BY_NAME[name]
    places = [list(noun.columns).index(column) for column in noun.key]
    return {tuple(row[place] for place in places) for row in rows}


def new_rows(there: dict[str, set[tuple[Any, ...]]], rows: dict[str, Rows]) -> dict[str, Rows]:
    """Return the rows that are new, in the order of writing. What was changed in place, as the clock is, is left out."""
    new = {
        name: [row for row in found if not keys(name, [row]) <= there[name]] if there[name] else found
        for name, found in rows.items()
    }
    written = {name for name, found in new.items() if found}
    assert written <= set(ORDER), f"the import also wrote {written - set(ORDER)}"
    return {name: new[name] for name in ORDER if name in written}


def write_bare(made: dict[str, Rows]) -> None:
    """Write rows as they are, in one transaction."""
    from django.db import connections

    from lowmark.core.tables.registry import BY_NAME
    from lowmark.store.scope import Scope
    from lowmark.store.session import writing

    with writing(Scope(None, (), "command")) as writer:
        for name, rows in made.items():
            noun = BY_NAME[name]
            writer.engine.write_rows(connections[writer.alias], noun.table, list(noun.columns), rows)


if __name__ == "__main__":
    main()
