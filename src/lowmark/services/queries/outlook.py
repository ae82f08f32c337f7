"""What is at risk in the next days, by site and cause: found as a plan finds it, with nothing done about it."""

import polars as pl

from lowmark.core.kinds.problems import Problem
from lowmark.core.prevention.outlook import WINDOWS
from lowmark.core.prevention.outlook import outlook as in_windows
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.operations.outlook import Item, Line, Request, Response
from lowmark.services.planning.situation import Question, gather

FIGURES = tuple(f"in_{days}_minor" for days in WINDOWS)
SHOWN = 500


def outlook(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return what is at risk.

    Raises: Problem `bad_request` for a horizon that is none.
    """
    del actor
    if not 1 <= request.horizon_days <= 3_650:
        raise Problem("bad_request", "a horizon is of 1 to 3650 days", hint="give the days of demand to look at")
    gathered = gather((granted,), Question(as_of=request.as_of, horizon_days=request.horizon_days, budgets={}))
    risks = gathered.situation.risks
    by_window = in_windows(risks=risks, as_of=request.as_of)
    lines = []
    for (site, cause), rows in by_window.group_by("site", "cause", maintain_order=True):
        cost = dict(rows.select("days", "cost_minor").iter_rows())
        counted = risks.filter(
            pl.col("cause") == cause, pl.col("location").str.split("/").list.first().fill_null("") == site
        )
        figures = {name: cost[days] for name, days in zip(FIGURES, WINDOWS, strict=True)}
        lines.append(Line(site=str(site), cause=str(cause), lots=counted.height, **figures))
    return Response(
        entity=granted.entity.code, as_of=request.as_of, horizon_days=request.horizon_days,
        known_seq=gathered.brought[0].known_seq, currency=granted.entity.currency,
        **{name: sum(getattr(line, name) for line in lines) for name in FIGURES}, lines=tuple(lines),
        items=tuple(
            Item(item=row["item"], lot=row["lot"], location=row["location"], order_line=row["order"], cause=row["cause"],
                 quantity_micro=row["quantity_micro"], cost_minor=row["cost_minor"], by_on=row["by_on"])
            for row in risks.head(SHOWN).iter_rows(named=True)
        ),
    )  # fmt: skip
