"""One posting beside bare SQL in the same process: `python -m benchmarks.posting [--engine sqlite|postgresql]`.

The bare program is what one would write for these rows alone: it knows every number beforehand, reads the open layers of
the pool and writes the same rows into the same tables, under the same laws, with the entity's clock, the idempotency key
and the audit record, in one transaction over the driver's own connection. It parses nothing, checks nothing and hashes
nothing. Lowmark is called as a door calls it, through `services.call`. Both post to the same store, in turns of a block
each; a block receives and sells, in the one hot item or spread over a hundred. Goal: at least a third of the bare rate.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

from tests.company import Company, found
from tests.fresh_store import ENGINES, Store, fresh_store

OPENS, BEFORE, TODAY = date(2026, 1, 1), date(2026, 1, 10), date(2026, 2, 2)
SPREAD = 100
HASH = b"\x11" * 32
ANSWER = (
    '{"currency":"CAD","document":"SO-8812","entries":["stock/2026/1042"],"known_seq":104200,"line":"1",'
    '"quantity_micro":1000000,"released_minor":0,"repeated":false,"value_minor":-1234}'
)


def main() -> None:
    """Print a line per engine, length of history and choice of items."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=ENGINES, nargs="+", default=list(ENGINES))
    parser.add_argument("--history", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--posts", type=int, default=50, help="in a block")
    parser.add_argument("--blocks", type=int, default=5)
    arguments = parser.parse_args()
    print("# one client; posts a second, medians of blocks; ratio: Lowmark's rate to the bare one; goal 0.33")
    print("engine      history  items   bare/s  lowmark/s  ratio")
    for engine in arguments.engine:
        for history in arguments.history:
            for items in (1, SPREAD):
                bare, ours = measure(engine, history, items, arguments.posts, arguments.blocks)
                print(f"{engine:10} {history:8} {items:6} {bare:8.0f} {ours:10.0f} {ours / bare:6.2f}", flush=True)


def measure(engine: str, history: int, items: int, posts: int, blocks: int) -> tuple[float, float]:
    """Return the rates of the bare program and of Lowmark, in turns on one store with a history."""
    with fresh_store(engine) as store:
        company = found("BENCH", opens_on=OPENS)
        codes = [f"ITEM-{n}" for n in range(items)]
        company.items(*codes)
        company.moves(*past(codes, history))
        numbers = count()
        with closing(Bare.opened(store)) as bare:
            turns = [(bare.post, count()), (lowmark(company), count())]
            for post, own in turns:  # What is prepared once is not counted.
                rate(post, codes, own, numbers, 4)
            rates = [[rate(post, codes, own, numbers, posts) for post, own in turns] for _ in range(blocks)]
    return statistics.median(one for one, _ in rates), statistics.median(one for _, one in rates)


def past(codes: list[str], moves: int) -> Iterator[tuple[Any, ...]]:
    """Yield moves of January: to begin with ten of each item, then one received and one sold in turn."""
    for nth in range(max(moves, len(codes))):
        code = codes[nth % len(codes)]
        if nth < len(codes):
            yield f"H-{nth}", 1, code, "vendor", "Main", "receipt", 10, 123, OPENS
        elif (nth // len(codes)) % 2:
            yield f"H-{nth}", 1, code, "vendor", "Main", "receipt", 1, 12, BEFORE
        else:
            yield f"H-{nth}", 1, code, "Main", "customer", "sale", 1, "", BEFORE


Post = Callable[[int, str, bool], None]


def rate(post: Post, codes: list[str], own: Iterator[int], numbers: Iterator[int], posts: int) -> float:
    """Post a block, receipts and sales in turn; return posts a second."""
    block = []
    for _ in range(posts):
        nth = next(own)
        block.append((next(numbers), codes[(nth // 2) % len(codes)], nth % 2 == 0))
    started = time.perf_counter()
    for number, code, receives in block:
        post(number, code, receives)
    return posts / (time.perf_counter() - started)


def lowmark(company: Company) -> Post:
    """Return the posting as a door asks for it."""
    from lowmark.services.actor import Actor
    from lowmark.services.call import call
    from lowmark.services.operations.record_move import OPERATION, Request
    from lowmark.services.people import user_id

    ada = user_id(company.ada)

    def post(number: int, code: str, receives: bool) -> None:
        way = ("vendor", "Main", "receipt", "12.34") if receives else ("Main", "customer", "sale", "")
        actor = Actor(user_id=ada, username=company.ada, door="api", request_key=f"key-{number}")
        call(OPERATION, Request(
            entity=company.entity, document=f"D-{number}", item=code, from_location=way[0], to_location=way[1],
            reason=way[2], quantity="1", value=way[3], effective_on=TODAY,
        ), actor=actor)  # fmt: skip

    return post


@dataclass
class Bare:
    """The bare program: numbers of everything, found once, and a connection of the driver."""

    sql: Any
    postgresql: bool
    known: dict[str, int]
    pools: dict[str, tuple[int, int]]
    statements: dict[str, str] = field(default_factory=dict)

    @classmethod
    def opened(cls, store: Store) -> "Bare":
        """Open the connection as Lowmark has it, role and durability alike, and find the numbers."""
        raw = store.raw()
        if store.engine == "postgresql":
            raw.execute("SET ROLE lowmark_write")
        first = lambda sql: raw.execute(sql).fetchone()[0]  # noqa: E731
        known = {
            "entity": first("SELECT id FROM entities_entity"),
            "book": first("SELECT id FROM entities_book"),
            "basis": first("SELECT id FROM entities_cost_basis"),
            "user": first("SELECT id FROM people_user WHERE username = 'ada'"),
            **{path: number for number, path in raw.execute("SELECT id, path FROM items_location").fetchall()},
            **{role: number for number, role in raw.execute(
                "SELECT account_id, role FROM ledger_account_role WHERE reason = ''").fetchall()},
        }  # fmt: skip
        pools = {code: (pool, item) for code, pool, item in raw.execute(
            "SELECT i.code, p.id, i.id FROM valuation_cost_pool p JOIN items_item i ON i.id = p.item_id").fetchall()}  # fmt: skip
        return cls(raw, store.engine == "postgresql", known, pools)

    def close(self) -> None:
        """Close the connection."""
        self.sql.close()

    def post(self, number: int, code: str, receives: bool) -> None:
        """Post one move."""
        run, known, day = self.run, self.known, (TODAY - date(1970, 1, 1)).days
        pool, item = self.pools[code]
        run("BEGIN" if self.postgresql else "BEGIN IMMEDIATE")
        if self.postgresql:
            run("SELECT pg_advisory_xact_lock(?)", number + 1_000_000)
        run(
            "SELECT response FROM audit_command WHERE entity_id = ? AND request_key = ?",
            known["entity"],
            f"key-{number}",
        ).fetchone()
        (period,) = run("SELECT id FROM entities_period WHERE entity_id = ? AND starts_on <= ? AND ends_on >= ?",
                        known["entity"], day, day).fetchone()  # fmt: skip
        if self.postgresql:
            run("SELECT pg_advisory_xact_lock_shared(?)", period)
            run("SELECT id FROM valuation_cost_pool WHERE id = ? FOR NO KEY UPDATE", pool)
        assert run("SELECT state FROM entities_period WHERE id = ?", period).fetchone() == ("open",)
        layers = run("SELECT layer_move_id, quantity_micro, value_minor, consumed_micro, opened_on, received_on, known_seq"
                     " FROM valuation_layer WHERE pool_id = ? ORDER BY opened_on, known_seq", pool).fetchall()  # fmt: skip
        now = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint" if self.postgresql else (
            "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) * 1000")  # fmt: skip
        greatest = "greatest" if self.postgresql else "max"
        seq, at = run(f"UPDATE entities_entity_clock SET known_seq = known_seq + 3, recorded_at = {greatest}(recorded_at + 1,"
                      f" {now}) WHERE entity_id = ? RETURNING known_seq, recorded_at", known["entity"]).fetchone()  # fmt: skip
        move, entry = self.take("stock_stock_move"), self.take("ledger_entry")
        places = ("vendor", "Main", "receipt", 1234) if receives else ("Main", "customer", "sale", None)
        self.insert("stock_stock_move", move, known["entity"], f"D-{number}", "1", item, None, known[places[0]],
                    known[places[1]], "", places[2], 1_000_000, places[3], day, day, None, None, seq - 2, at, 1, HASH)  # fmt: skip
        value = self.enter(entry, f"D-{number}", day, seq - 1, at, places[3], layers)
        layer = self.move_layer(move, pool, day, seq - 2, places[3], layers)
        self.insert("subledger_cost_flow", self.take("subledger_cost_flow"), known["entity"], known["basis"], pool, layer,
                    move, "receipt" if receives else "issue", day, seq - 2, 1_000_000 if receives else -1_000_000, value,
                    entry)  # fmt: skip
        self.insert("audit_command", self.take("audit_command"), known["entity"], f"key-{number}", "record-move", HASH,
                    known["user"], ANSWER, seq, at)  # fmt: skip
        self.insert("audit_audit", self.take("audit_audit"), known["entity"], known["user"], "record-move",
                    f"move D-{number}/1", None, None, "", f"key-{number}", seq, at, 1, HASH)  # fmt: skip
        run("COMMIT")

    def enter(  # noqa: PLR0917
        self, entry: int, document: str, day: int, seq: int, at: int, value: int | None, layers: list[Any]
    ) -> int:
        """Write the entry; return the value of the move."""
        known = self.known
        if value is None:
            (_, quantity, came, consumed, *_) = layers[0]
            amount, accounts = consumed_value(came, consumed + 1_000_000, quantity) - consumed_value(
                came, consumed, quantity), ("cost_of_sales", "inventory")  # fmt: skip
        else:
            amount, accounts = value, ("inventory", "goods_received_not_invoiced")
        (last,) = self.run("UPDATE ledger_journal_counter SET last_number = last_number + 1 WHERE book_id = ? AND journal ="
                           " 'stock' AND fiscal_year = 2026 RETURNING last_number", known["book"]).fetchone()  # fmt: skip
        first = self.take("ledger_line", 2)
        rows = [(first + place, known["entity"], known["book"], entry, place + 1, known[account], amount * sign, "",
                 "merchandise", None, None, None, None)
                for place, (account, sign) in enumerate(zip(accounts, (1, -1), strict=True))]  # fmt: skip
        self.insert("ledger_line", *rows[0], *rows[1], rows=2)
        event = "sale" if value is None else "receipt"
        self.insert("ledger_entry", entry, known["entity"], known["book"], "stock", 2026, last, day, event, document,
                    "subledger", 2, None, None, None, None, known["user"], seq, at, 1, HASH)  # fmt: skip
        return amount if value is not None else -amount

    def move_layer(self, move: int, pool: int, day: int, seq: int, value: int | None, layers: list[Any]) -> int:
        """Write the cache of layers; return the layer that the move brought or took from."""
        if value is not None:
            self.insert("valuation_layer", pool, move, self.known["entity"], day, day, seq, 1_000_000, value, 0)
            return move
        layer, quantity, came, consumed, opened, received, known_seq = layers[0]
        self.run("DELETE FROM valuation_layer WHERE pool_id = ? AND layer_move_id = ?", pool, layer)
        if consumed + 1_000_000 < quantity:
            self.insert("valuation_layer", pool, layer, self.known["entity"], opened, received, known_seq, quantity, came,
                        consumed + 1_000_000)  # fmt: skip
        return int(layer)

    def run(self, statement: str, *values: Any) -> Any:
        """Execute a statement."""
        if self.postgresql:
            statement = self.statements.setdefault(statement, statement.replace("?", "%s"))
        return self.sql.execute(statement, values)

    def take(self, table: str, n: int = 1) -> int:
        """Return the first of new numbers."""
        if self.postgresql:
            taken = self.run(f"SELECT nextval('{table}_id_seq') FROM generate_series(1, ?)", n).fetchall()
            return int(taken[0][0])
        return int(self.run(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()[0])

    def insert(self, table: str, *values: Any, rows: int = 1) -> None:
        """Insert rows of all columns, in the order of the noun."""
        statement = self.statements.get(table) or self.statements.setdefault(
            table, f"INSERT INTO {table} ({columns(table)})"
        )
        marks = "(" + ", ".join("?" * (len(values) // rows)) + ")"
        self.run(f"{statement} VALUES {', '.join([marks] * rows)}", *values)


def columns(table: str) -> str:
    """Return the columns of a table as its noun has them."""
    from lowmark.core.tables.registry import NOUNS

    return ", ".join(next(noun for noun in NOUNS if noun.table == table).columns)


def consumed_value(value: int, consumed: int, quantity: int) -> int:
    """Return the value of what has gone of a layer, rounded half to even."""
    whole, rest = divmod(value * consumed, quantity)
    return whole + (2 * rest > quantity or (2 * rest == quantity and whole % 2))


if __name__ == "__main__":
    main()
