"""The sample company: its source documents, entity by entity, as they stand in the files that one imports.

Before this: a seed and a number of moves. After this: `story`, tests, benchmarks, the demo. A million moves are drawn
column by column; nothing here walks through rows.
"""

from typing import Final

import numpy as np
import polars as pl

from lowmark.core.kinds.problems import Problem
from lowmark.sample.assortment import assortment
from lowmark.sample.cycles import plan
from lowmark.sample.entities import ENTITIES, EntityFacts
from lowmark.sample.evidence import price_evidence_table
from lowmark.sample.stock_tables import items_table, locations_table, opening_layers_table, stock_moves_table

INDUSTRIES: Final = ("distribution",)
_SHARE_OF_THE_FIRST: Final = 60


def company(
    *, seed: int, moves: int, entities: int = 2, industry: str = "distribution"
) -> dict[str, dict[str, pl.DataFrame]]:
    """Return the tables of each entity, as text, ready to be written to files and imported.

    Shapes: entity code to table name (items, locations, opening_layers, stock_moves, price_evidence) to frame.
    Domain: ``moves`` is the number of stock moves of all entities together; the first of two has three fifths. With a
            few hundred or more there are receipts, transfers, sales and scrap in every month. Moves are of 2 January
            to 30 October 2026, in an order in which no item, lot or place goes below zero.
    Raises: Problem ``unknown_industry`` or ``bad_sample``.

    >>> made = company(seed=7, moves=1000)
    >>> {code: tables["stock_moves"].height for code, tables in made.items()}
    {'MAPLE': 600, 'THAMES': 400}
    >>> made["MAPLE"]["items"].row(0)
    ('TENT-2', 'Ridgeline tent, two persons', 'merchandise', 'Tents', 'EA', 'none', '')
    """
    if industry not in INDUSTRIES:
        raise Problem("unknown_industry", f"there is no sample of {industry[:40]!r}",
                      hint=f"there are {', '.join(INDUSTRIES)}")  # fmt: skip
    if not 1 <= entities <= len(ENTITIES) or moves < entities or seed < 0:
        raise Problem("bad_sample", f"a sample has 1 to {len(ENTITIES)} entities, a move of each, a seed of 0 or more")

    first = moves if entities == 1 else moves * _SHARE_OF_THE_FIRST // 100
    shares = (first, moves - first)
    streams = np.random.default_rng(seed).spawn(len(ENTITIES))
    made = {
        entity.code: _tables(entity, rng, share)
        for entity, rng, share in zip(ENTITIES[:entities], streams, shares, strict=False)
    }

    assert sum(tables["stock_moves"].height for tables in made.values()) == moves
    return made


def _tables(entity: EntityFacts, rng: np.random.Generator, moves: int) -> dict[str, pl.DataFrame]:
    items = assortment(rng=rng, code=entity.code, moves=moves)
    cycles, planned = plan(rng=rng, items=items, moves=moves)
    return {
        "items": items_table(items),
        "locations": locations_table(entity),
        "opening_layers": opening_layers_table(rng=rng, entity=entity, items=items, cycles=cycles),
        "stock_moves": stock_moves_table(rng=rng, entity=entity, items=items, cycles=cycles, moves=planned),
        "price_evidence": price_evidence_table(rng=rng, entity=entity, items=items, cycles=cycles, moves=planned),
    }
