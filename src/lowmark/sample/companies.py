"""The sample company: its source documents, entity by entity, as they stand in the files that one imports.

Before this: a seed and a number of moves. After this: `story`, tests, benchmarks, the demo. A million moves are drawn
column by column; nothing here walks through rows.
"""

from typing import Final

import numpy as np
import polars as pl

from lowmark.core.kinds.problems import Problem
from lowmark.industries.read import read_pack
from lowmark.sample.assortment import Assortment, assortment
from lowmark.sample.costing_tables import item_costing_table, opening_allowances_table
from lowmark.sample.cycles import plan
from lowmark.sample.devices import plan_devices
from lowmark.sample.entities import ENTITIES, MAPLE, RIDGE, EntityFacts
from lowmark.sample.evidence import price_evidence_table
from lowmark.sample.intercompany import DELIVERIES, MOVES_A_DELIVERY, Deliveries, bought, deliveries, rates, sides, sold
from lowmark.sample.outside_ledger import outside_ledger_table
from lowmark.sample.plans import Plan, together
from lowmark.sample.production import plan_production
from lowmark.sample.stock_tables import items_table, locations_table, opening_layers_table, stock_moves_table
from lowmark.sample.trades import trade_company
from lowmark.sample.years import year

_SHARES: Final = {1: (100,), 2: (60, 40), 3: (40, 30, 30)}
"""Which part of the moves each entity makes, in hundredths, by the number of entities."""
_ENOUGH_FOR_DELIVERIES: Final = 400
_OF_MADE_GOODS: Final = (6, 10)
"""The part of a manufacturer's moves that are of what it makes; the others are of components."""
_A_MOVE_OF_DEVICES_IN: Final = 12


def company(*, seed: int, moves: int, entities: int = 3, industry: str = "") -> dict[str, dict[str, pl.DataFrame]]:
    """Return the tables of each entity, as text, ready to be written to files and imported.

    Shapes: entity code to table name to frame: items, locations, item_costing where items have one, opening_layers,
            opening_allowances, stock_moves, price_evidence; intercompany_moves of both sides where goods are delivered
            within the group, rates of the entity at its head; and outside_ledger, which is no file but what
            `trial_balance` takes.
    Domain: ``moves`` is the number of stock moves of all entities together; the first of three has two fifths. With a
            few hundred or more there is every kind of move. Moves are of 3 November 2025 to 30 October 2026, in an
            order in which no item, lot or place goes below zero. With 400 moves of both, the manufacturer delivers to
            the distributor. With an industry it is the company of that trade instead, `trades` says how.
    Raises: Problem ``unknown_industry`` or ``bad_sample``.

    >>> made = company(seed=7, moves=1000)
    >>> {code: tables["stock_moves"].height for code, tables in made.items()}
    {'MAPLE': 400, 'THAMES': 300, 'RIDGE': 300}
    >>> made["MAPLE"]["items"].row(0)
    ('TENT-2', 'Ridgeline tent, two persons', 'finished_goods', 'Tents', 'EA', 'none', '')
    """
    if industry:
        return _of_trade(seed=seed, moves=moves, entities=entities, industry=industry)
    if not 1 <= entities <= len(ENTITIES) or moves < entities or seed < 0:
        raise Problem("bad_sample", f"a sample has 1 to {len(ENTITIES)} entities, a move of each, a seed of 0 or more")

    wanted, shares = ENTITIES[:entities], _shares(moves, entities)
    *streams, between = np.random.default_rng(seed).spawn(len(ENTITIES) + 1)
    goods = {
        entity.code: assortment(rng=rng, code=entity.code, moves=share)
        for entity, rng, share in zip(wanted, streams, shares, strict=False)
    }
    delivers = RIDGE in wanted and min(shares[wanted.index(one)] for one in (MAPLE, RIDGE)) >= _ENOUGH_FOR_DELIVERIES
    planned = deliveries(rng=between, seller=goods[RIDGE.code]) if delivers else None
    made = {
        entity.code: _tables(entity, rng, goods[entity.code], share, planned)
        for entity, rng, share in zip(wanted, streams, shares, strict=False)
    }

    if planned is not None:
        made[RIDGE.code]["intercompany_moves"], made[MAPLE.code]["intercompany_moves"] = sides(
            planned=planned, seller=RIDGE.code, buyer=MAPLE.code, currency=RIDGE.currency
        )
        made[MAPLE.code]["rates"] = rates()

    assert sum(tables["stock_moves"].height for tables in made.values()) == moves
    return made


def _of_trade(*, seed: int, moves: int, entities: int, industry: str) -> dict[str, dict[str, pl.DataFrame]]:
    sample = read_pack(industry).sample
    return trade_company(seed=seed, moves=moves, entities=min(entities, len(sample["entities"])), sample=sample)


def _shares(moves: int, entities: int) -> tuple[int, ...]:
    """Return how many moves each entity makes: at least one, all together, the last what the others leave."""
    first = [max(moves * part // 100, 1) for part in _SHARES[entities][:-1]]
    return (*first, moves - sum(first))


def _tables(
    entity: EntityFacts, rng: np.random.Generator, items: Assortment, moves: int, planned: Deliveries | None
) -> dict[str, pl.DataFrame]:
    whole = together(_plans(entity, rng, items, moves, planned))
    lived = year(rng=rng, entity=entity, items=items, plan=whole)
    costing = item_costing_table(lived)
    return {
        "items": items_table(lived),
        "locations": locations_table(entity),
        **({} if costing.is_empty() else {"item_costing": costing}),
        "opening_layers": opening_layers_table(rng, lived),
        "opening_allowances": opening_allowances_table(lived),
        "stock_moves": stock_moves_table(rng, lived),
        "price_evidence": price_evidence_table(lived),
        "outside_ledger": outside_ledger_table(lived),
    }


def _plans(
    entity: EntityFacts, rng: np.random.Generator, items: Assortment, moves: int, planned: Deliveries | None
) -> tuple[Plan, ...]:
    """Plan the parts of an entity's year: what is traded or made, devices, components, deliveries."""
    within = planned is not None and entity in (MAPLE, RIDGE)
    left = moves - (DELIVERIES * MOVES_A_DELIVERY if within else 0)
    if items.is_made.any():
        of_made = left * _OF_MADE_GOODS[0] // _OF_MADE_GOODS[1]
        own = plan(rng=rng, items=items, traded=np.flatnonzero(items.is_made), moves=of_made)
        made = together([own, sold(items=items, planned=planned)]) if within and planned else own
        return plan_production(rng=rng, items=items, made=made, moves=left - of_made)
    devices = np.flatnonzero(items.is_serial)
    of_devices = left // _A_MOVE_OF_DEVICES_IN if len(devices) else 0
    parts = [plan(rng=rng, items=items, traded=np.flatnonzero(~items.is_serial), moves=left - of_devices)]
    if len(devices):
        parts.append(plan_devices(rng=rng, items=items, devices=devices, moves=of_devices))
    if within and planned:
        parts.append(bought(rng=rng, items=items, planned=planned))
    return tuple(parts)
