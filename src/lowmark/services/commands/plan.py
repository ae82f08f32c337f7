"""Work a plan out over a snapshot, outside the ledger's transaction, and keep it in each of its entities.

Locks:  the name of plans of the first entity; then the entity clocks, by the number of the entity.
"""

from dataclasses import dataclass

import polars as pl

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.money import parse_minor
from lowmark.core.kinds.price import quantity_priced_micro
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.rate import parse_rate_micro
from lowmark.core.prevention import checking
from lowmark.core.prevention.plan import Planned
from lowmark.core.prevention.plan import plan as best_plan
from lowmark.core.prevention.solving import Limits
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, lock_key, run_command
from lowmark.services.operations.plan import OPERATION, Request, Response
from lowmark.services.planning.shown import find_plan, shown
from lowmark.services.planning.situation import Gathered, Question, entities_of, gather
from lowmark.services.progress import tell
from lowmark.store.entities import read as entities_read
from lowmark.store.items import read as items_read
from lowmark.store.runs import plans as plans_store
from lowmark.store.session import Writer

WHOLE = 1_000_000


@dataclass(frozen=True, slots=True)
class Made:
    """What was worked out."""

    gathered: Gathered
    planned: Planned


def plan(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Plan, check, keep.

    Raises: Problem `bad_request`, `not_granted`; `refused` without a rate; `extra_missing` without the solver.
    """
    budget, limits = _asked(request, granted)
    entities = entities_of(OPERATION, granted, request.others, actor=actor)
    budgets = {} if budget is None else {one.entity.code: budget for one in entities}
    tell("reading stock, demand and orders", 0, 3)
    gathered = gather(entities, Question(as_of=request.as_of, horizon_days=request.horizon_days, budgets=budgets))
    tell("working the plan out", 1, 3)
    planned = best_plan(situation=gathered.situation, limits=limits)
    faults = checking.faults(situation=gathered.situation, actions=planned.actions)
    assert not faults, faults[:3]
    tell("keeping it", 2, 3)

    def work(writer: Writer) -> Done:
        code, clock = _keep(writer, request, entities, Made(gathered, planned))
        known_seq = entities_read.known_seq(writer, granted.entity.id)
        response = shown(writer, granted, find_plan(writer, granted, code), known_seq=known_seq)
        return Done(response, f"plan {code}", clock=clock)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _asked(request: Request, granted: Granted) -> tuple[int | None, Limits]:
    """Return the budget and when the solver stops.

    Raises: Problem `bad_request`, or as the grammars of money and rates word it.
    """
    gap = parse_rate_micro(request.gap)
    budget = parse_minor(request.budget, granted.entity.currency) if request.budget else None
    bad = not 0 <= gap < WHOLE or min(request.nodes, request.seconds, budget or 0) < 0
    if bad or not 1 <= request.horizon_days <= 3_650:
        raise Problem("bad_request", "no plan can be made by this", hint="give a gap from 0 to 100 %, a horizon of 1 to 3650"
                      " days, and nothing below zero")  # fmt: skip
    return budget, Limits(gap_micro=gap, nodes=request.nodes, seconds=request.seconds)


def _keep(writer: Writer, request: Request, entities: tuple[Granted, ...], made: Made) -> tuple[str, tuple[int, int]]:
    """Write the plan into each of its entities; return its name, and what is left of the first one's clock."""
    first = entities[0]
    lock_key(writer, first.entity.id, "plans")
    prefix = f"{first.entity.code}-{request.as_of}-"
    code = f"{prefix}{plans_store.n_plans(writer, first.entity.id, prefix) + 1}"
    seqs = {brought.granted.entity.id: brought.known_seq for brought in made.gathered.brought}
    clock = (0, 0)
    for one in sorted(entities, key=lambda each: each.entity.id):
        actions = _actions(writer, one, made)
        is_first = one is first
        sequences, at = writer.tick(one.entity.id, 1 + actions.height + is_first)
        plans_store.write_plan(
            writer, _head(request, one, entities, made, code) | {"snapshot_seq": seqs[one.entity.id]}, actions,
            sequences[: 1 + actions.height], at,
        )  # fmt: skip
        clock = (sequences[-1], at) if is_first else clock
    return code, clock


def _head(request: Request, one: Granted, entities: tuple[Granted, ...], made: Made, code: str) -> dict[str, object]:
    """Return the plan as it concerns one entity."""
    planned, situation = made.planned, made.gathered.situation
    own = situation.risks.filter(pl.col("entity") == one.entity.code)
    return {
        "entity_id": one.entity.id, "code": code, "entities": ",".join(each.entity.code for each in entities),
        "as_of": request.as_of, "horizon_days": request.horizon_days, "currency": situation.currency,
        "risk_minor": int(own["cost_minor"].sum()), "gain_minor": planned.gain_minor, "bound_minor": planned.bound_minor,
        "gap_micro": planned.gap_micro, "nodes": planned.nodes, "is_reproducible": planned.is_reproducible,
        "single_action": planned.single_action, "single_minor": planned.single_minor, "made_by": one.user_id,
    }  # fmt: skip


def _actions(writer: Writer, one: Granted, made: Made) -> pl.DataFrame:
    """Return the actions of one entity in the columns that are kept, with numbers for codes."""
    entity, situation = one.entity, made.gathered.situation
    per = quantity_priced_micro(situation.currency)
    items = items_read.items(writer, entity.catalogue_id).select("item", "item_id")
    lots = items_read.lots(writer, entity.id).select("item_id", "lot", "lot_id")
    places = items_read.locations(writer, entity.id).select("location", from_location_id="location_id")
    about = situation.risks.select("risk", "entity", "item", "lot", "location", "cause", "order", "by_on")
    found = (
        made.planned.actions.join(about, on="risk", how="left", maintain_order="left")
        .with_row_index("line_no", offset=1)
        .filter(pl.col("entity") == entity.code)
        .join(items, on="item", how="left", maintain_order="left")
        .join(lots, on=["item_id", "lot"], how="left", maintain_order="left")
        .join(places, on="location", how="left", maintain_order="left")
    )
    spends = [
        multiply_divide_round(cost, quantity, per) + fixed
        for cost, quantity, fixed in found.select("cost_micro", "quantity_micro", "fixed_minor").iter_rows()
    ]
    return found.select(
        pl.col("line_no").cast(pl.Int64), "action", "cause", "item_id", "lot_id", "from_location_id", "to_entity",
        "to_location", "partner", "quantity_micro", "forgone_minor", "gain_minor", "without_minor", "next_best", "held_by",
        "by_on", order_line="order", price_micro="recovery_micro", spend_minor=pl.Series(spends, dtype=pl.Int64),
    )  # fmt: skip
