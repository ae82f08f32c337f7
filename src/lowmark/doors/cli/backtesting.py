"""`forecast` twice under one name: with `--backtest FILE` it answers without a database, else it asks the ledger.

Before this: `commands`. After this: `lowmark.library`, or `running`.
"""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from lowmark.doors import DONE
from lowmark.doors.cli import options, running
from lowmark.services.operation import File, Operation

Demand = Annotated[Path | None, typer.Option(
    "--backtest", metavar="FILE", help="a file of demand by item and month, week or day, answered without a database",
)]  # fmt: skip
Items = Annotated[Path | None, typer.Option(
    "--items", metavar="FILE", help="with --backtest: every item, with its unit price where there is one",
)]  # fmt: skip
Horizon = Annotated[int, typer.Option("--horizon", help="with --backtest: periods ahead; 0 for half a year",
                                      parser=options.whole, metavar="NUMBER")]  # fmt: skip

Periods = Annotated[int, typer.Option(
    "--periods", parser=options.whole, metavar="NUMBER",
    help="with --backtest: how many periods there are, where the last had no demand; 0 up to the last with one",
)]  # fmt: skip


def forecast(operation: Operation) -> tuple[Callable[[dict[str, Any], running.Manner], None], list[inspect.Parameter]]:
    """Return what `forecast` does, and its options: the operation's, and the file's."""
    mine = [
        options.keyword("demand_file", Demand, default=None),
        options.keyword("items_file", Items, default=None),
        options.keyword("horizon", Horizon, default=0),
        options.keyword("periods", Periods, default=0),
    ]
    theirs = [
        one.replace(default=None) if one.name == "as_of" else one
        for one in options.parameters(operation.request, optional={"entity": "not with --backtest"})
    ]

    def act(asked: dict[str, Any], manner: running.Manner) -> None:
        demand, items = (asked.pop(name) for name in ("demand_file", "items_file"))
        sizes = {name: asked.pop(name) for name in ("horizon", "periods")}
        if demand is None:
            if not asked["entity"] or not asked["as_of"]:
                raise typer.BadParameter("say whose and when: --entity CODE --as-of DATE, or --backtest FILE")
            running.perform(operation.name, asked, manner)
        _back_test(demand, items, sizes, manner)

    return act, [*mine, *theirs]


def _back_test(demand: File, items: File | None, sizes: dict[str, int], manner: running.Manner) -> None:
    """Print how every model would have done; ends the command."""
    from lowmark.doors.cli import offline

    with running.refusals(manner), running.progress("forecast"):
        answer = offline.back_test(demand=demand, items=items, **sizes)
    running.show("backtest-file", answer, manner)
    raise typer.Exit(DONE)
