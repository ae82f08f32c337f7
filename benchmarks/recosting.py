"""Costing one item again after a late receipt, beside a bare program: `python -m benchmarks.recosting [--moves 10000]`.

A store has so many moves of one item, received and sold in turn on the days of a month. Then a receipt of the day before
all of them is imported: every sale costs something else. The bare program does the same to a store that was filled alike:
it reads the moves and what is recorded of them, costs them first in, first out in plain Python, and writes the very rows
that Lowmark wrote (its numbers and hashes are handed to it), under the same laws, in one transaction. Goal: within 3 times.
"""

import argparse
import os
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from typing import Any

from lowmark.core.tables.registry import BY_NAME
from tests.company import Company, found
from tests.fresh_store import ENGINES, Store, fresh_store

OPENS, FIRST, DAYS = date(2026, 1, 1), date(2026, 1, 3), 28
GOAL = 3.0
WRITTEN = ("stock_move", "line", "entry", "cost_flow")
LATE = ("LATE", 1, "ITEM", "vendor", "Main", "receipt", 5, 99, date(2026, 1, 2))


def main() -> None:
    """Print a line per engine."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=ENGINES, nargs="+", default=list(ENGINES))
    parser.add_argument("--moves", type=int, default=10_000)
    parser.add_argument("--method", default="fifo", choices=("fifo",))
    arguments = parser.parse_args()
    print(
        f"# one item, {arguments.moves:,} moves after a late receipt; seconds; goal: within {GOAL:g}x of the bare program; "
        f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"
    )
    print("engine       adjusted     bare  lowmark  ratio")
    for engine in arguments.engine:
        ours, rows = by_lowmark(engine, arguments.moves)
        bare = by_hand(engine, arguments.moves, rows)
        adjusted = sum(row["kind"] == "adjust" for row in rows["cost_flow"])
        print(f"{engine:10} {adjusted:10,} {bare:8.3f} {ours:8.3f} {ours / bare:6.2f}", flush=True)


def filled(moves: int) -> Company:
    """Set up a company with so many moves of an item: ten to begin with, then received and sold in turn."""
    company = found("BENCH", opens_on=OPENS)
    company.items("ITEM")
    company.moves(*past(moves))
    return company


def past(moves: int) -> Iterator[tuple[Any, ...]]:
    """Yield the moves."""
    for nth in range(moves):
        day = FIRST + timedelta(days=nth * DAYS // moves)
        if nth < 1 or nth % 2:
            yield f"H-{nth}", 1, "ITEM", "vendor", "Main", "receipt", 3, 30 + nth % 7, day
        else:
            yield f"H-{nth}", 1, "ITEM", "Main", "customer", "sale", 3, "", day


def by_lowmark(engine: str, moves: int) -> tuple[float, dict[str, list[dict[str, Any]]]]:
    """Return the seconds that Lowmark takes, and the rows that it writes."""
    with fresh_store(engine) as store:
        company = filled(moves)
        company.do("recost", company.ben)  # What is prepared once is not counted.
        (known,) = store.rows("SELECT known_seq FROM entities_entity_clock")[0]
        began = time.perf_counter()
        company.moves(LATE, name="late.csv")
        took = time.perf_counter() - began
        return took, {name: written(store, name, known) for name in WRITTEN} | {
            "layer": all_of(store, "layer", ""), "journal_counter": all_of(store, "journal_counter", ""),
        }  # fmt: skip


def written(store: Store, name: str, known: int) -> list[dict[str, Any]]:
    """Return what was written since."""
    if name == "line":
        return all_of(store, name, f"WHERE entry_id IN (SELECT id FROM ledger_entry WHERE known_seq > {known})")
    return all_of(store, name, f"WHERE known_seq > {known}")


def all_of(store: Store, name: str, where: str) -> list[dict[str, Any]]:
    """Return rows of a noun."""
    noun = BY_NAME[name]
    columns = list(noun.columns)
    found_rows = store.rows(f"SELECT {', '.join(columns)} FROM {noun.table} {where}")
    return [dict(zip(columns, row, strict=True)) for row in found_rows]


def by_hand(engine: str, moves: int, rows: dict[str, list[dict[str, Any]]]) -> float:
    """Return the seconds that the bare program takes."""
    with fresh_store(engine) as store:
        filled(moves)
        with closing(store.raw()) as raw:
            if engine == "postgresql":
                raw.execute("SET ROLE lowmark_write")
            began = time.perf_counter()
            raw.execute("BEGIN" if engine == "postgresql" else "BEGIN IMMEDIATE")
            cost_again(raw, rows)
            write(raw, rows, "%s" if engine == "postgresql" else "?")
            raw.execute("COMMIT")
            return time.perf_counter() - began


def cost_again(raw: Any, rows: dict[str, list[dict[str, Any]]]) -> None:
    """Read the moves and their flows, cost them with the late one in front, and see that the differences are those written."""
    history = raw.execute(
        "SELECT m.id, m.quantity_micro, m.value_minor, m.accounting_on, m.known_seq FROM stock_stock_move m"
        " ORDER BY m.accounting_on, m.known_seq"
    ).fetchall()
    recorded = {(move, layer): (quantity, value) for move, layer, quantity, value in raw.execute(
        "SELECT move_id, layer_move_id, sum(quantity_micro), sum(value_minor) FROM subledger_cost_flow"
        " GROUP BY move_id, layer_move_id").fetchall()}  # fmt: skip
    late = rows["stock_move"][0]
    layers, head, flows = [[late["id"], late["quantity_micro"], late["value_minor"], 0]], 0, {}
    for move, quantity, value, *_ in history:
        if value is not None:
            layers.append([move, quantity, value, 0])
            flows[move, move] = (quantity, value)
            continue
        wanted = quantity
        while wanted:
            layer = layers[head]
            taken = min(wanted, layer[1] - layer[3])
            before = half_even(layer[2] * layer[3], layer[1])
            layer[3] += taken
            flows[move, layer[0]] = (-taken, before - half_even(layer[2] * layer[3], layer[1]))
            wanted -= taken
            head += layer[3] == layer[1]
    differ = {}
    for key in flows.keys() | recorded.keys():
        now, was = flows.get(key, (0, 0)), recorded.get(key, (0, 0))
        if now != was:
            differ[key] = (now[0] - was[0], now[1] - was[1])
    assert differ == {(row["move_id"], row["layer_move_id"]): (int(row["quantity_micro"]), int(row["value_minor"]))
                      for row in rows["cost_flow"] if row["kind"] == "adjust"}  # fmt: skip


def half_even(numerator: int, denominator: int) -> int:
    """Return a quotient, rounded half to even."""
    quotient, rest = divmod(numerator, denominator)
    return quotient + (2 * rest > denominator or (2 * rest == denominator and quotient & 1))


def write(raw: Any, rows: dict[str, list[dict[str, Any]]], mark: str) -> None:
    """Write the rows that Lowmark wrote."""
    sql = raw.cursor()
    for row in rows["journal_counter"]:
        sql.execute(f"UPDATE {BY_NAME['journal_counter'].table} SET last_number = {row['last_number']}"
                    f" WHERE journal = '{row['journal']}' AND fiscal_year = {row['fiscal_year']}")  # fmt: skip
    sql.execute(f"DELETE FROM {BY_NAME['layer'].table}")
    for name in (*WRITTEN, "layer"):
        if not rows[name]:
            continue
        columns = list(rows[name][0])
        marks = ", ".join([mark] * len(columns))
        sql.executemany(f"INSERT INTO {BY_NAME[name].table} ({', '.join(columns)}) VALUES ({marks})",
                        [tuple(row.values()) for row in rows[name]])  # fmt: skip


if __name__ == "__main__":
    main()
