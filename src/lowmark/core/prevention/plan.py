"""The plan that recovers most of what is at risk, and for each of its actions why, and what would be without it.

Before this: `choices`, `solving`, `filling`. After this: services, which keep the plan, and people, who accept its actions.
The plan is the solver's answer in whole steps; or, should a simple rule ever do better, that. What an action saves is told
by doing the rest as it is and the next best with the goods and limits that it sets free.
"""

import math
from dataclasses import dataclass
from typing import Final

import polars as pl

from lowmark.core.prevention.choices import Choices, Situation, lay_out
from lowmark.core.prevention.filling import Basket, best_first, one_action, whole_steps
from lowmark.core.prevention.pricing import solve_large
from lowmark.core.prevention.solving import Limits, Solved

ACTIONS: Final = pl.Schema({
    "risk": pl.Int64, "term": pl.Int64, "action": pl.String, "partner": pl.String, "to_entity": pl.String,
    "to_location": pl.String, "quantity_micro": pl.Int64, "recovery_micro": pl.Int64, "cost_micro": pl.Int64,
    "fixed_minor": pl.Int64, "forgone_minor": pl.Int64, "gain_minor": pl.Int64, "without_minor": pl.Int64,
    "saves_minor": pl.Int64, "next_best": pl.String, "held_by": pl.String,
})  # fmt: skip
"""An action. `gain_minor` is what it brings over doing nothing, `without_minor` what the same goods would bring without it,
`next_best` by doing what; `held_by` is the limit that keeps it from being more, empty where only the goods do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A plan.

    Shapes: actions: ACTIONS, what saves most first. limits: name, limit_micro, left_micro, price_micro (what one more
            would gain, in millionths of a minor unit), of the limits that bind.
    Units:  `bound_minor` is no less than the gain of any plan; `gap_micro` is how far the plan may be from the best, as a
            share of it.
    """

    actions: pl.DataFrame
    limits: pl.DataFrame
    gain_minor: int
    bound_minor: int
    gap_micro: int
    nodes: int
    is_reproducible: bool
    options: int
    single_action: str
    single_minor: int
    greedy_minor: int


def plan(*, situation: Situation, limits: Limits | None = None) -> Planned:
    """Return the plan of a situation.

    Raises: Problem ``extra_missing`` where the solver is not installed.
    """
    choices = lay_out(situation)
    solved = solve_large(choices, limits or Limits())
    empty = Basket(choices)
    kind, single = one_action(choices, empty=empty)
    greedy = best_first(empty)
    best = max((whole_steps(choices, solved.steps, empty=empty), greedy, single), key=Basket.total)
    gain = best.total()
    bound = max(gain, math.ceil(solved.bound_minor))
    found = _actions(choices, best)

    assert gain >= single.total()
    return Planned(
        actions=found, limits=_binding(choices, best, solved), gain_minor=gain, bound_minor=bound,
        gap_micro=-(-(bound - gain) * 1_000_000 // bound) if bound > 0 else 0, nodes=solved.nodes,
        is_reproducible=not solved.by_clock, options=choices.options.height, single_action=kind,
        single_minor=single.total(), greedy_minor=greedy.total(),
    )  # fmt: skip


def _actions(choices: Choices, best: Basket) -> pl.DataFrame:
    """Return the actions that are done, with what would be without each."""
    chosen = [option for option, quantity in enumerate(best.quantity) if quantity]
    risks, kinds = choices.options["risk"].to_list(), choices.options["action"].to_list()
    of_risk: dict[int, list[int]] = {risks[option]: [] for option in chosen}
    for option in best.by_gain():
        if risks[option] in of_risk:
            of_risk[risks[option]].append(option)
    names = choices.resources["name"].to_list()
    rows = []
    for option in chosen:
        gain = best.value(option, best.quantity[option])
        without, instead = _without(best, option, of_risk[risks[option]])
        rows.append({"option": option, "quantity_micro": best.quantity[option], "gain_minor": gain, "without_minor": without,
                     "saves_minor": gain - without, "next_best": kinds[instead] if instead is not None else "nothing",
                     "held_by": _held_by(best, option, names)})  # fmt: skip
    said = ("quantity_micro", "gain_minor", "without_minor", "saves_minor", "next_best", "held_by")
    schema = pl.Schema([("option", pl.Int64), *((name, ACTIONS[name]) for name in said)])
    done = pl.DataFrame(rows, schema=schema).join(choices.options, on="option", how="left", maintain_order="left")
    return done.sort("saves_minor", "risk", "option", descending=[True, False, False]).select(list(ACTIONS))


def _without(best: Basket, option: int, others: list[int]) -> tuple[int, int | None]:
    """Return what the goods of an action would gain by the other options of their risk, and by which most."""
    whole = quantity = best.quantity[option]
    best.take(option, -whole)
    done: list[tuple[int, int, int]] = []
    for other in others:
        if other == option or not (more := best.fits(other, quantity)):
            continue
        before = best.quantity[other]
        gain = best.value(other, before + more) - best.value(other, before)
        if gain > 0:
            best.take(other, more)
            done.append((gain, other, more))
            quantity -= more
    for _gain, other, more in reversed(done):
        best.take(other, -more)
    best.take(option, whole)
    return sum(gain for gain, _other, _more in done), max(done)[1] if done else None


def _held_by(best: Basket, option: int, names: list[str]) -> str:
    """Return the limit that keeps an action from being one step more, were there more of the goods."""
    for resource, by, _fixed in best.draws[option]:
        if by and best.left[resource] < by * best.step[option] and not names[resource].startswith("goods|"):
            return names[resource]
    return ""


def _binding(choices: Choices, best: Basket, solved: Solved) -> pl.DataFrame:
    """Return the limits people could change that bind, by what one more of each would gain."""
    prices = pl.Series("price_micro", [round(price * 1_000_000) for price in solved.price_of], dtype=pl.Int64)
    left = pl.Series("left_micro", [one // 1_000_000 for one in best.left], dtype=pl.Int64)
    return (
        choices.resources.with_columns(left, prices)
        .filter(~pl.col("name").str.starts_with("goods|"), pl.col("price_micro") > 0)
        .sort("price_micro", "name", descending=[True, False])
        .select("name", "limit_micro", "left_micro", "price_micro")
    )
