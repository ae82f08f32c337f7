"""A plan for a group of 5 entities x 20 places x 2,000 items, to a proven gap under 1 %: `python -m benchmarks.planning`.

Printed: risks, options and limits; the solver's nodes; the bound and the gap of the whole steps against it; the best rule of
a single action and the greedy rule on the same options; what the independent check finds; seconds of each part. It ends with
an error if the gap is not under 1 %, if a rule does better, or if a limit is broken.
"""

import argparse
import os
import platform
import resource
import time

from lowmark.core.prevention import checking, risks
from lowmark.core.prevention.choices import Situation, lay_out
from lowmark.core.prevention.described import described
from lowmark.core.prevention.plan import plan
from lowmark.core.prevention.solving import Limits
from lowmark.sample.at_risk import AS_OF, HORIZON_DAYS, group_at_risk

SEED = 20_261_031
BUDGET_MINOR = 40_000_00
ROOM_MICRO = 1_500 * 1_000_000
GAP_MICRO = 10_000


def situation_of(*, seed: int, entities: int, places: int, items: int, budget_minor: int = BUDGET_MINOR) -> Situation:
    """Return the situation of a generated group."""
    tables = group_at_risk(seed=seed, entities=entities, places=places, items=items)
    found = risks.find(stock=tables["stock"], demand=tables["demand"], orders=tables["orders"], as_of=AS_OF,
                       horizon_days=HORIZON_DAYS)  # fmt: skip
    about = described(risks=found.risks, prices=tables["prices"])
    rooms = dict.fromkeys(tables["stock"].select("entity", "location").unique().iter_rows(), ROOM_MICRO)  # fmt: skip
    return Situation(
        risks=about.risks, short=found.short, terms=tables["terms"], worth=about.worth, currency="USD", as_of=AS_OF,
        horizon_days=HORIZON_DAYS, rooms=rooms,
        budgets=dict.fromkeys(sorted(tables["prices"]["entity"].unique()), budget_minor),
    )  # fmt: skip


def main() -> None:
    """Print what it takes and what comes of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entities", type=int, default=5)
    parser.add_argument("--places", type=int, default=20)
    parser.add_argument("--items", type=int, default=2_000)
    asked = parser.parse_args()
    print(f"# seed {SEED}, {asked.entities} entities x {asked.places} places x {asked.items} items; "
          f"Python {platform.python_version()}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")  # fmt: skip
    begun = time.perf_counter()
    situation = situation_of(seed=SEED, entities=asked.entities, places=asked.places, items=asked.items)
    found = time.perf_counter()
    choices = lay_out(situation)
    laid = time.perf_counter()
    laid_cpu = time.process_time()
    planned = plan(situation=situation, limits=Limits(gap_micro=GAP_MICRO * 9 // 10))
    planned_cpu = time.process_time() - laid_cpu
    done = time.perf_counter()
    faults = checking.faults(situation=situation, actions=planned.actions)
    checked = time.perf_counter()
    print(f"risks {situation.risks.height:,}, at cost {situation.risks['cost_minor'].sum() / 100:,.0f}; places short "
          f"{situation.short.height:,}; options {planned.options:,}; limits {choices.resources.height:,}")  # fmt: skip
    print(f"plan: {planned.actions.height:,} actions gain {planned.gain_minor / 100:,.2f}; no plan gains more than "
          f"{planned.bound_minor / 100:,.2f}; gap {planned.gap_micro / 10_000:.3f} %; nodes {planned.nodes}")  # fmt: skip
    print(f"best single action ({planned.single_action}) gains {planned.single_minor / 100:,.2f}; "
          f"best option first gains {planned.greedy_minor / 100:,.2f}")  # fmt: skip
    print(f"seconds: risks {found - begun:.1f}, options {laid - found:.1f}, "
          f"plan {done - laid:.1f} (of the processor {planned_cpu:.1f}), check {checked - done:.1f}; "
          f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")  # fmt: skip
    print(f"limits broken: {len(faults)}")
    if faults or planned.gap_micro >= GAP_MICRO or planned.gain_minor < max(planned.single_minor, planned.greedy_minor):
        raise SystemExit("\n".join(faults[:5]) or "the plan is not good enough")


if __name__ == "__main__":
    main()
