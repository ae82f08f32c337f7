"""`assess` twice under one name: with a file it answers at once and without a database, without one it asks the ledger.

Before this: `commands`. After this: `offline`, or `running`.
"""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from lowmark.doors.cli import options, running
from lowmark.services.operation import Operation

On_hand = Annotated[Path | None, typer.Argument(
    metavar="FILE", help="stock on hand (CSV or Parquet), answered without a database; left out, the ledger is asked",
)]  # fmt: skip
Prices = Annotated[Path | None, typer.Option("--prices", metavar="FILE", help="with FILE: its price evidence")]
Framework = Annotated[str, typer.Option("--framework", parser=options.text, metavar="TEXT",
                                        help="with FILE: reporting framework")]  # fmt: skip
Currency = Annotated[str, typer.Option("--currency", parser=options.text, metavar="TEXT",
                                       help="with FILE: currency of its costs")]  # fmt: skip
Cost_to_sell = Annotated[str, typer.Option(
    "--cost-to-sell", parser=options.text, metavar="RATE", show_default=False,
    help="with FILE: cost to sell as a share of the price, such as '5 %'",
)]  # fmt: skip

ONLY_OFFLINE = ("prices", "framework", "currency", "cost_to_sell")


def assess(operation: Operation) -> tuple[Callable[[dict[str, Any], running.Manner], None], list[inspect.Parameter]]:
    """Return what `assess` does, and its options: the operation's, and the file's."""
    mine = [
        options.keyword("on_hand", On_hand, default=None),
        options.keyword("prices", Prices, default=None),
        options.keyword("framework", Framework, default="ifrs"),
        options.keyword("currency", Currency, default="EUR"),
        options.keyword("cost_to_sell", Cost_to_sell, default=""),
    ]
    theirs = options.parameters(operation.request, optional={"entity": "not with FILE"})

    def act(asked: dict[str, Any], manner: running.Manner) -> None:
        on_hand, offline = asked.pop("on_hand"), {name: asked.pop(name) for name in ONLY_OFFLINE}
        if on_hand is None:
            if not asked["entity"]:
                raise typer.BadParameter("say which: --entity CODE for the ledger's stock, or a FILE of stock on hand")
            running.perform(operation.name, asked, manner)
        if asked["entity"]:
            raise typer.BadParameter("either a FILE, or an --entity: they are two sources of stock")
        from lowmark.doors.cli.offline import assess_file

        if offline["prices"] is None:
            raise typer.BadParameter("stock on hand is tested against price evidence: --prices FILE")
        assess_file(on_hand=on_hand, as_of=asked["as_of"], channel=asked["channel"], manner=manner, **offline)

    return act, [*mine, *theirs]
