"""A group whose stock is unevenly spread: what it holds, what it will sell, what is on order, and what may be done about it.

Before this: a seed. After this: tests and measurements of plans. Whole numbers from a seeded generator, column by column, so
that hundreds of thousands of rows take a second. Some places hold far more than they sell, others less; every fourth item
keeps for so many days only.
"""

from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl

MICRO = 1_000_000
AS_OF = date(2026, 10, 31)
HORIZON_DAYS = 180
CATEGORIES = ("bandages", "gloves", "syringes", "pumps", "solutions")
OVERSTOCKED_PERCENT = 12
SHORT_PERCENT = 15


def group_at_risk(*, seed: int, entities: int, places: int, items: int) -> dict[str, pl.DataFrame]:
    """Return stock, demand, orders, prices and terms of a group, a row a place and item.

    >>> tables = group_at_risk(seed=1, entities=2, places=3, items=4)
    >>> {name: table.height for name, table in tables.items()}
    {'stock': 24, 'demand': 24, 'orders': 8, 'prices': 8, 'terms': 38}
    """
    chance = np.random.default_rng(seed)
    n = entities * places * items
    entity, place, item = (part.ravel() for part in np.indices((entities, places, items)))
    where = {"entity": [f"E{number + 1}" for number in entity], "item": [f"I{number:05}" for number in item],
             "location": [f"S{number // 5 + 1}/P{number + 1:02}" for number in place]}  # fmt: skip
    price = chance.integers(200, 20_000, items) * 10_000
    unit_cost = price * chance.integers(40, 85, items) // 100
    sells = chance.integers(4, 60, n)
    of = chance.integers(0, 100, n)
    held = np.where(of < OVERSTOCKED_PERCENT, sells * chance.integers(2, 6, n),
                    np.where(of < OVERSTOCKED_PERCENT + SHORT_PERCENT, sells // 3, sells))  # fmt: skip
    days = np.where(item % 4 == 0, chance.integers(20, 400, n), 0)
    stock = pl.DataFrame({
        **where, "lot": [f"L{number}" if number else "" for number in days], "quantity_micro": held * MICRO,
        "cost_minor": held * (unit_cost[item] // 10_000),
        "last_on": pl.Series([AS_OF + timedelta(days=int(number)) if number else None for number in days], dtype=pl.Date),
    })  # fmt: skip
    demand = pl.DataFrame({**where, "quantity_micro": sells * MICRO})
    prices = pl.DataFrame({
        "entity": [f"E{number + 1}" for number in range(entities) for _ in range(items)],
        "item": [f"I{number:05}" for _ in range(entities) for number in range(items)],
        "category": [CATEGORIES[number % len(CATEGORIES)] for _ in range(entities) for number in range(items)],
        "price_micro": np.tile(price, entities), "unit_cost_micro": np.tile(unit_cost, entities),
    })  # fmt: skip
    return {"stock": stock, "demand": demand, "orders": _orders(chance, entities, items, unit_cost), "prices": prices,
            "terms": _terms(entities)}  # fmt: skip


def _orders(chance: np.random.Generator, entities: int, items: int, unit_cost: Any) -> pl.DataFrame:
    """Return an open order of every entity and item."""
    n = entities * items
    ordered = chance.integers(10, 200, n)
    due = chance.integers(10, 170, n)
    return pl.DataFrame({
        "entity": [f"E{number // items + 1}" for number in range(n)], "item": [f"I{number % items:05}" for number in range(n)],
        "order": [f"PO-{number}/1" for number in range(n)], "quantity_micro": ordered * MICRO,
        "cost_minor": ordered * (np.tile(unit_cost, entities) // 10_000),
        "due_on": [AS_OF + timedelta(days=int(number)) for number in due],
    })  # fmt: skip


def _terms(entities: int) -> pl.DataFrame:
    """Return what each entity may do: by category where a partner takes only that."""
    rows: list[dict[str, Any]] = []

    def add(entity: int, action: str, **given: Any) -> None:
        rows.append({
            "term": len(rows), "entity": f"E{entity + 1}", "action": action, "item": "", "category": "", "location": "",
            "partner": "", "to_location": "", "amount_micro": None, "rate_micro": None, "cost_micro": 0, "fixed_minor": 0,
            "limit_micro": None, "minimum_micro": 0, "elasticity_micro": None, "lead_days": 0, **given,
        })  # fmt: skip

    for entity in range(entities):
        add(entity, "transfer", cost_micro=400_000, fixed_minor=1_500, lead_days=3)
        for other in range(entities):
            if other != entity:
                add(entity, "transfer", partner=f"E{other + 1}", cost_micro=900_000, fixed_minor=4_000, lead_days=10)
        for place, category in enumerate(CATEGORIES):
            add(entity, "vendor_return", category=category, partner=f"V{place}", rate_micro=700_000 + 50_000 * (place % 3),
                cost_micro=300_000, fixed_minor=2_500, limit_micro=1_500 * MICRO, lead_days=5)  # fmt: skip
            add(entity, "liquidate", category=category, partner=f"Q{place}", rate_micro=150_000 + 30_000 * (place % 4),
                fixed_minor=1_000, limit_micro=20_000 * MICRO, minimum_micro=5 * MICRO)  # fmt: skip
        for discount in (100_000, 250_000, 400_000):
            add(entity, "markdown", rate_micro=discount, elasticity_micro=1_800_000, fixed_minor=300)
        add(entity, "donate", partner="Relief", rate_micro=250_000, cost_micro=100_000, limit_micro=5_000 * MICRO)
        add(entity, "scrap", amount_micro=10_000, cost_micro=5_000)
        add(entity, "cancel", rate_micro=850_000, fixed_minor=500)
        add(entity, "defer", rate_micro=300_000, limit_micro=30_000 * MICRO)
    return pl.DataFrame(
        rows, schema_overrides={"elasticity_micro": pl.Int64, "amount_micro": pl.Int64, "limit_micro": pl.Int64}
    )
