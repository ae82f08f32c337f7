"""Whether a plan keeps every limit and adds up: told from the situation and the plan alone, by nobody who made it.

Before this: a plan as rows. After this: whoever relies on it. Nothing is shared with what solved or filled it: rows are
walked one by one with fractions, and each limit is read from where people stated it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import polars as pl

from lowmark.core.kinds.currency import exponent
from lowmark.core.prevention.choices import Situation

MILLION = 1_000_000
Row = Mapping[str, Any]


def faults(*, situation: Situation, actions: pl.DataFrame) -> list[str]:
    """Return everything in which a plan breaks a limit or does not add up; nothing where it stands.

    Shapes: actions as `plan.Planned` has them.
    """
    rows = list(actions.iter_rows(named=True))
    risks = {row["risk"]: row for row in situation.risks.iter_rows(named=True)}
    terms = {row["term"]: row for row in situation.terms.iter_rows(named=True)}
    needs = {(row["entity"], row["item"], row["location"]): row["quantity_micro"]
             for row in situation.short.iter_rows(named=True)}  # fmt: skip
    return [
        *_of_goods(rows, risks), *_of_terms(rows, risks, terms), *_of_needs(rows, risks, terms, needs),
        *_of_money(rows, risks, situation), *_of_rooms(rows, situation.rooms), *_of_markdowns(rows, risks, terms, situation),
    ]  # fmt: skip


def _of_goods(rows: Sequence[Row], risks: Mapping[int, Row]) -> Iterator[str]:
    """Yield risks of which more is done than there is, or a part of a step, or what cannot be done to them at all."""
    done: defaultdict[int, int] = defaultdict(int)
    for row in rows:
        done[row["risk"]] += row["quantity_micro"]
        if row["quantity_micro"] <= 0 or row["quantity_micro"] % risks[row["risk"]]["step_micro"]:
            yield f"risk {row['risk']}: {row['quantity_micro']} of {row['action']} is no whole number of steps"
        if (row["action"] in {"cancel", "defer"}) != (risks[row["risk"]]["cause"] == "ordered"):
            yield f"risk {row['risk']}: {row['action']} is not for {risks[row['risk']]['cause']}"
    for risk, quantity in done.items():
        if quantity > risks[risk]["quantity_micro"]:
            yield f"risk {risk}: {quantity} is done, of {risks[risk]['quantity_micro']}"


def _of_terms(rows: Sequence[Row], risks: Mapping[int, Row], terms: Mapping[int, Row]) -> Iterator[str]:
    """Yield terms whose limit is passed, that are not met at their least, or that do not cover what is done by them."""
    done: defaultdict[int, int] = defaultdict(int)
    for row in rows:
        if row["term"] is None:
            if row["action"] != "transfer" or row["to_entity"] != risks[row["risk"]]["entity"]:
                yield f"risk {row['risk']}: {row['action']} has no term"
            continue
        term, risk = terms[row["term"]], risks[row["risk"]]
        done[row["term"]] += row["quantity_micro"]
        place = term["location"]
        covers = (
            term["entity"] == risk["entity"] and term["action"] == row["action"]
            and term["item"] in {"", risk["item"]} and (term["item"] or term["category"] in {"", risk["category"]})
            and (not place or f"{risk['location']}/".startswith(f"{place}/"))
        )  # fmt: skip
        if not covers:
            yield f"term {row['term']} does not cover {row['action']} of risk {row['risk']}"
        if row["action"] != "transfer" and row["quantity_micro"] < term["minimum_micro"]:
            yield f"term {row['term']}: {row['quantity_micro']} is less than its least"
    for number, quantity in done.items():
        limit = terms[number]["limit_micro"]
        if limit is not None and quantity > limit:
            yield f"term {number}: {quantity} is done, of {limit}"


def _of_needs(
    rows: Sequence[Row], risks: Mapping[int, Row], terms: Mapping[int, Row], needs: Mapping[tuple[str, str, str], int]
) -> Iterator[str]:
    """Yield places that get more than they are short of."""
    filled: defaultdict[tuple[str, str, str], Fraction] = defaultdict(Fraction)
    for row in rows:
        if row["action"] == "transfer":
            filled[row["to_entity"], risks[row["risk"]]["item"], row["to_location"]] += row["quantity_micro"]
        if row["action"] == "substitute":
            rate = terms[row["term"]]["rate_micro"]
            by = Fraction(MILLION if rate is None else rate, MILLION)
            filled[row["to_entity"], row["partner"], row["to_location"]] += row["quantity_micro"] * by
    for place, quantity in filled.items():
        if quantity > needs.get(place, 0):
            yield f"{'/'.join(place)} gets {float(quantity):.0f}, and is short of {needs.get(place, 0)}"


def _of_money(rows: Sequence[Row], risks: Mapping[int, Row], situation: Situation) -> Iterator[str]:
    """Yield what does not add up, and entities that spend more than their budget."""
    spent: defaultdict[str, Fraction] = defaultdict(Fraction)
    minor = 10 ** exponent(situation.currency)
    for row in rows:
        quantity = Fraction(row["quantity_micro"], MILLION)
        spent[risks[row["risk"]]["entity"]] += quantity * row["cost_micro"] / MILLION * minor + row["fixed_minor"]
        gain = row["recovery_micro"] - row["cost_micro"] - risks[row["risk"]]["nothing_micro"]
        exact = quantity * gain / MILLION * minor - row["fixed_minor"] - row["forgone_minor"]
        if abs(exact - row["gain_minor"]) > Fraction(1, 2):
            yield f"risk {row['risk']}: {row['action']} gains {float(exact):.2f}, and says {row['gain_minor']}"
    for entity, amount in spent.items():
        if entity in situation.budgets and amount > situation.budgets[entity]:
            yield f"{entity} spends {float(amount):.2f}, of {situation.budgets[entity]}"


def _of_rooms(rows: Sequence[Row], rooms: Mapping[tuple[str, str], int]) -> Iterator[str]:
    """Yield places that get more than they have room for."""
    moved: defaultdict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        if row["action"] == "transfer":
            moved[row["to_entity"], row["to_location"]] += row["quantity_micro"]
    for place, quantity in moved.items():
        if place in rooms and quantity > rooms[place]:
            yield f"{'/'.join(place)} gets {quantity}, and has room for {rooms[place]}"


def _of_markdowns(
    rows: Sequence[Row], risks: Mapping[int, Row], terms: Mapping[int, Row], situation: Situation
) -> Iterator[str]:
    """Yield goods marked down twice, or of which more is to be sold than the elasticity says."""
    seen: set[int] = set()
    for row in (each for each in rows if each["action"] == "markdown"):
        risk, term = risks[row["risk"]], terms[row["term"]]
        if term["action"] != "markdown":
            continue  # Told already: a term that does not cover what is done by it.
        if row["risk"] in seen:
            yield f"risk {row['risk']} is marked down twice"
        seen.add(row["risk"])
        days = min((risk["by_on"] - situation.as_of).days, situation.horizon_days)
        sought = risk["demand_micro"] * (days if risk["cause"] == "expiry" else situation.horizon_days)
        more = (
            sought
            / situation.horizon_days
            * ((1 - term["rate_micro"] / MILLION) ** -(term["elasticity_micro"] / MILLION) - 1)
        )
        if row["quantity_micro"] > more + 1:
            yield f"risk {row['risk']}: {row['quantity_micro']} is marked down, and only {more:.0f} more would sell"
