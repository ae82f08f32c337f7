"""Import the layers of LIFO pools kept elsewhere until now, and the reserve that they make, held against the old ledger's.

Before this: goods at the cost of the method inside, and the old ledger's trial balance. After this: `estimate-inventory`, which
goes on from these layers. Each layer is kept as the annual estimate of its year, and the day that the books begin has an
estimate of its own, whose reserve is posted against opening balances: so the chain is stacked anew like any other.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from lowmark.core.estimates.pool_layers import PoolLayer, lifo_cost
from lowmark.core.estimates.ratios import ONE
from lowmark.core.journal.one import Event, to_entries_one
from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.day import from_day
from lowmark.core.recording.faults import PROBLEM
from lowmark.services.access import Granted
from lowmark.services.estimating.pools import as_rows
from lowmark.services.finding import find_book
from lowmark.services.formulas import why_not
from lowmark.services.importing.kept_before import against, balance_of_role, not_of_one_open_day
from lowmark.services.importing.outcome import Outcome, Refusal
from lowmark.services.importing.problems import of_file, problems
from lowmark.services.periods import share_periods
from lowmark.services.policies import policy_in_force
from lowmark.services.recording.entries import entries_of
from lowmark.services.testing import layers_at
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book
from lowmark.store.ledger import read as ledger_read
from lowmark.store.ledger.write import write_entries
from lowmark.store.session import Reader, Writer, reading
from lowmark.store.subledger import pool_layers

MICRO = 1_000_000
APART = 2_000
"""By so small a part of its base may a layer's cost differ from base times index: indices are printed to three places."""


def import_opening_pool_layers(frame: pl.DataFrame, *, granted: Granted, **_: Any) -> Outcome | Refusal:
    """Plan opening layers of LIFO pools: the framework has LIFO, the pools are new, the reserve is the old ledger's."""
    with reading(granted.scope()) as reader:
        refused = _against(reader, frame, granted)
    if not refused.is_empty():
        return Refusal(refused)

    def write(writer: Writer) -> Refusal | None:
        opening_on = frame["opening_on"][0]
        share_periods(writer, granted.entity.id, lambda period: period.holds(opening_on))
        late = _against(writer, frame, granted)
        if not late.is_empty():
            return Refusal(late)
        book = find_book(writer, granted.entity, "")
        for (pool,), rows in frame.group_by("pool", maintain_order=True):
            _write(writer, granted, book, str(pool), rows)
        return None

    return Outcome(write)


def _against(reader: Reader, frame: pl.DataFrame, granted: Granted) -> pl.DataFrame:
    """Return everything that is against taking these layers over."""
    entity, book = granted.entity, find_book(reader, granted.entity, "")
    opening_on = frame["opening_on"][0]
    policy = policy_in_force(
        reader, entity_id=entity.id, framework=book.framework, on=opening_on,
        known_seq=entities_read.known_seq(reader, entity.id),
    ).policy  # fmt: skip
    off = (pl.col("cost_minor") * MICRO - pl.col("base_amount_minor") * pl.col("index_micro")).abs()
    pools = frame.group_by("pool").agg(pl.col("method", "inside_cost_minor").n_unique())
    mixed = pools.filter((pl.col("method") > 1) | (pl.col("inside_cost_minor") > 1))["pool"].to_list()
    there = [pool for pool in pools["pool"] if pool_layers.latest(reader, book.id, pool) is not None]
    of_year = entity.fiscal_year(opening_on)
    found = [
        *not_of_one_open_day(reader, entity, frame),
        problems(frame, "fiscal_year", "future_year", "the year is not over when the books begin",
                 f"give years before {of_year}", mark=pl.col("fiscal_year") >= of_year),
        problems(frame, "pool", "mixed", "its rows give several methods, or several costs inside", "give them alike",
                 mark=pl.col("pool").is_in(mixed)),
        problems(frame, "pool", "already_recorded", "the pool has been estimated here", "a pool begins once",
                 mark=pl.col("pool").is_in(there)),
        problems(frame, "cost_minor", "differs", "the cost is not base-year amount times index", "give the index more exactly",
                 mark=(pl.col("method") == "dollar_value_lifo") & (off > pl.col("base_amount_minor") * MICRO // APART + MICRO)),
        problems(frame, "inside_cost_minor", "missing", "of several pools, each needs its cost by the method inside",
                 "give it in the pool's rows", mark=pl.col("inside_cost_minor").is_null() & (pools.height > 1)),
    ]  # fmt: skip
    refusal = why_not(policy, "lifo")
    if refusal is not None:
        found.append(of_file("no_lifo", *refusal))
    if book.method == "lifo":
        found.append(
            of_file("no_reserve", "goods are costed by LIFO inside", "there is a reserve only over another method")
        )
    refused = pl.concat(found)
    if not refused.is_empty():
        return refused.sort("row")
    reserve = sum(_inside(reader, book, rows) - int(rows["cost_minor"].sum()) for _, rows in frame.group_by("pool"))
    said = against(
        balance_of_role(reader, entity, book, "lifo_reserve", opening_on), ours_minor=-reserve,
        what="cost inside less LIFO layers", currency=book.currency,
    )  # fmt: skip
    return pl.DataFrame(schema=PROBLEM) if said is None else of_file(*said)


def _inside(reader: Reader, book: Book, rows: pl.DataFrame) -> int:
    """Return the cost of a pool by the method inside: as it is given, or that of all goods of the book."""
    given = rows["inside_cost_minor"][0]
    if given is not None:
        return int(given)
    known_seq = int(reader.value("SELECT c.known_seq FROM entities_entity_clock c JOIN entities_book b"
                                 " ON b.entity_id = c.entity_id WHERE b.id = %s", [book.id]))  # fmt: skip
    return int(layers_at(reader, book, as_of=rows["opening_on"][0], known_seq=known_seq)["cost_minor"].sum())


def layers_of(rows: Iterable[dict[str, Any]]) -> tuple[PoolLayer, ...]:
    """Return the layers that rows say, oldest first; index times ratio is exactly what base costs.

    >>> said = {"pool": "all", "fiscal_year": 2021, "base_amount_minor": 300_00, "index_micro": 1_083_000, "cost_minor": 325_00}
    >>> [(one.index, one.ratio) for one in layers_of([said | {"method": "dollar_value_lifo"}])]
    [((13, 12), (1, 1))]
    >>> [(one.index, one.ratio) for one in layers_of([said | {"method": "retail_lifo", "index_micro": 1_250_000}])]
    [((5, 4), (13, 15))]
    """
    layers = []
    for row in sorted(rows, key=lambda row: row["fiscal_year"]):
        base, cost = row["base_amount_minor"], row["cost_minor"]
        index, ratio = Fraction(row["index_micro"], MICRO), Fraction(1)
        if row["method"] == "retail_lifo":
            ratio = Fraction(cost, base) / index
        elif cost != multiply_divide_round(base, row["index_micro"], MICRO):
            index = Fraction(cost, base)
        layers.append(PoolLayer(
            pool=row["pool"], year=row["fiscal_year"], base_minor=base, cost_minor=cost,
            index=(index.numerator, index.denominator), ratio=(ratio.numerator, ratio.denominator),
        ))  # fmt: skip
    return tuple(layers)


def _write(writer: Writer, granted: Granted, book: Book, pool: str, rows: pl.DataFrame) -> None:
    """Write the estimate of each layer's year, and that of the day on which the books begin with its entry."""
    entity, opening_on = granted.entity, rows["opening_on"][0]
    assert granted.user_id is not None  # Importing takes a role, and roles are people's.
    method, layers, inside = rows["method"][0], layers_of(rows.iter_rows(named=True)), _inside(writer, book, rows)
    for place, layer in enumerate(layers, start=1):
        stands = layers[:place]
        as_of = from_day(entity.calendar.year(layer.year)[1])
        _keep(writer, granted, book, (pool, method, as_of), stands, added=layer, inside=lifo_cost(layers=stands))
    reserve = inside - lifo_cost(layers=layers)
    drafts = to_entries_one(roles=ledger_read.roles(writer, entity.id), events=[Event(
        event="opening_lifo_reserve" if reserve > 0 else "opening_lifo_reserve_back", accounting_on=opening_on,
        document=f"LIFO {pool} {opening_on}", amount_minor=abs(reserve),
    )])  # fmt: skip
    sequences, recorded_at = writer.tick(entity.id, len(drafts))
    written = write_entries(
        writer, entries_of(drafts, entity=entity), entity_id=entity.id, book_id=book.id, posted_by=granted.user_id,
        sequences=sequences, recorded_at=recorded_at,
    ) if drafts else ()  # fmt: skip
    _keep(writer, granted, book, (pool, method, opening_on), layers, added=None, inside=inside,
          entry_id=written[0].id if written else None)  # fmt: skip


def _keep(
    writer: Writer, granted: Granted, book: Book, which: tuple[str, str, date], layers: Sequence[PoolLayer], *,
    added: PoolLayer | None, inside: int, entry_id: int | None = None,
) -> None:  # fmt: skip
    """Write one estimate: of a layer's year, which adds it, or of the opening, which adds none."""
    pool, method, as_of = which
    sequences, recorded_at = writer.tick(granted.entity.id, 1)
    index, ratio = (added.index, added.ratio) if added else (ONE, ONE)
    lifo = lifo_cost(layers=layers)
    pool_layers.write_estimate(writer, {
        "entity_id": granted.entity.id, "book_id": book.id, "pool": pool, "method": method, "as_of": as_of,
        "fiscal_year": granted.entity.fiscal_year(as_of), "is_annual": added is not None, "opening_base_minor": 0,
        "opening_cost_minor": 0, "ending_minor": sum(layer.base_minor for layer in layers), "index_over": 1,
        "index_under": 1, "layer_index_over": index[0], "layer_index_under": index[1], "ratio_over": ratio[0],
        "ratio_under": ratio[1], "inside_minor": inside, "lifo_minor": lifo, "reserve_minor": inside - lifo,
        "entry_id": entry_id, "made_by": granted.user_id, "known_seq": sequences[0], "recorded_at": recorded_at,
    }, as_rows(layers))  # fmt: skip
