"""Assess a file against a file of prices, with no database: an auditor's recomputation in five minutes.

Before this: `offline_options`. After this: `lowmark.library`, which reads, measures and returns; this only prints.
"""

from datetime import date
from typing import Any

import typer

from lowmark.doors import DONE, REFUSED
from lowmark.doors.cli import running
from lowmark.doors.cli.backtest_answer import Answer as BackTestAnswer
from lowmark.doors.cli.backtest_answer import Unscaled
from lowmark.doors.cli.offline_answer import Answer, Line
from lowmark.services.operation import File
from lowmark.services.operations.back_test import Choice, Covered, Score
from lowmark.services.progress import tell

SUMS = ("cost_minor", "carrying_minor", "required_minor", "held_minor")


def assess_file(
    *, on_hand: File, prices: File, as_of: date, framework: str, currency: str, cost_to_sell: str, channel: str,
    manner: running.Manner,
) -> None:  # fmt: skip
    """Print the answer, or every fault of the files; ends the command."""
    with running.refusals(manner):
        from lowmark.library.assess_file import assess_file as assess

        found = assess(on_hand=on_hand, prices=prices, as_of=as_of, framework=framework, currency=currency,
                       cost_to_sell=cost_to_sell or "0", channel=channel)  # fmt: skip
    lines = () if found.table is None else _lines(found.table)
    answer = Answer(
        as_of=as_of, framework=framework, currency=currency, on_hand_hash=found.on_hand_hash.hex(),
        price_hash=found.price_hash.hex(), accepted=not found.problems, lines=lines, problems=found.problems,
        **{name: sum(getattr(line, name) for line in lines) for name in SUMS},
    )  # fmt: skip
    running.show("assess-file", answer, manner)
    raise typer.Exit(DONE if answer.accepted else REFUSED)


def _lines(table: Any) -> tuple[Line, ...]:
    largest_first = table.sort("required_minor", "item", "lot", descending=[True, False, False])
    rows = largest_first.with_columns(evidence_kind=largest_first["evidence_kind"].fill_null(""))
    return tuple(Line(**row) for row in rows.select(list(Line.__annotations__)).iter_rows(named=True))


def back_test(*, demand: File, items: File | None, horizon: int, periods: int) -> BackTestAnswer:
    """Return how every model would have done on a file of demand, telling how far it has come.

    Raises: Problem as the library's reader.
    """
    from lowmark.library.back_test_answer import answer_of

    found = answer_of(demand=demand, items=items, horizon=horizon, periods=periods, tell=tell)
    rows = {"scores": Score, "coverage": Covered, "choices": Choice, "unscaled": Unscaled}
    return BackTestAnswer(**found | {name: tuple(kind(**row) for row in found[name]) for name, kind in rows.items()})
