"""The sample of one trade: the few documents that its pack writes out, and, seeded, the trade around them.

Before this: a pack's `sample`. After this: `trade_story`, the demo of an industry, a test of all of them. What the pack writes out
is small enough to be worked by hand; what is drawn here touches other items only, so that no figure of those depends on a seed.
"""

import io
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import polars as pl

from lowmark.core.kinds.problems import Problem
from lowmark.sample.working_days import DAYS

MOVES: Final = "stock_moves"
_HEAD: Final = (
    "document",
    "line",
    "item",
    "lot",
    "from_location",
    "to_location",
    "reason",
    "quantity",
    "value",
    "effective_on",
)
_MOST: Final = 40
"""At most so many units come at once, and so many cents more or less than the usual cost does a unit cost."""


def trade_company(
    *, seed: int, moves: int, entities: int, sample: Mapping[str, Any]
) -> dict[str, dict[str, pl.DataFrame]]:
    """Return the tables of each entity of a trade, as text: what its pack writes out, and drawn moves up to the number asked for.

    Shapes: `sample`: entities, each with code and files (table to CSV), and of those that trade the item, cost (in cents) and place
            of what is drawn.
    Raises: Problem ``bad_sample`` for fewer moves than are written out, or entities that there are not.
    """
    said = sample["entities"][:entities]
    made = {one["code"]: {name: _frame(text) for name, text in one["files"].items()} for one in said}
    written = sum(tables[MOVES].height for tables in made.values() if MOVES in tables)
    if len(said) < entities or moves < written or seed < 0:
        raise Problem(
            "bad_sample",
            f"a sample of this trade has 1 to {len(sample['entities'])} entities and {written} moves or more",
        )
    traders = [one for one in said if "trade" in one]
    for place, one in enumerate(traders):
        n = (moves - written) // len(traders) + (place < (moves - written) % len(traders))
        drawn = _drawn(np.random.default_rng([seed, place]), one["trade"], n)
        tables = made[one["code"]]
        tables[MOVES] = pl.concat([tables[MOVES], drawn.select(tables[MOVES].columns)])
    return made


def _frame(text: str) -> pl.DataFrame:
    return pl.read_csv(io.StringIO(text), infer_schema=False).fill_null("")


def _drawn(rng: np.random.Generator, trade: Mapping[str, Any], n: int) -> pl.DataFrame:
    """Draw purchases, each followed by a sale of a part of it some days later, so that nothing goes below zero."""
    number = np.arange(n)
    came = np.minimum(np.sort(rng.integers(0, len(DAYS) - 30, -(-n // 2)))[number // 2], len(DAYS) - 30)
    quantity = np.repeat(rng.integers(2, _MOST, -(-n // 2)), 2)[:n]
    is_sale = number % 2 == 1
    sold = np.maximum(quantity - rng.integers(0, 2, n), 1)
    on = DAYS[came + np.where(is_sale, rng.integers(1, 30, n), 0)].astype(str)
    cents = quantity * (trade["cost"] + rng.integers(-_MOST, _MOST, n))
    return pl.DataFrame({
        "document": [f"{'SO' if sale else 'PO'}-{one // 2 + 1:05}" for one, sale in zip(number, is_sale, strict=True)],
        "line": ["1"] * n, "item": [trade["item"]] * n, "lot": [""] * n,
        "from_location": np.where(is_sale, trade["place"], "vendor"),
        "to_location": np.where(is_sale, "customer", trade["place"]),
        "reason": np.where(is_sale, "sale", "receipt"),
        "quantity": np.where(is_sale, sold, quantity).astype(str),
        "value": ["" if sale else f"{cent // 100}.{cent % 100:02}" for sale, cent in zip(is_sale, cents, strict=True)],
        "effective_on": on,
    }, schema=dict.fromkeys(_HEAD, pl.String))  # fmt: skip
