"""Print a back-test of a file: by class every model beside the benchmarks, how often quantiles held, by what to forecast."""

from itertools import groupby

from rich.console import Console

from lowmark.doors.cli.backtest_answer import Answer, Unscaled
from lowmark.doors.cli.tables import facts, heading, plain, table
from lowmark.doors.presenting.figures import EMPTY, clean
from lowmark.services.operations.back_test import Choice, Score

COLUMNS = ("rmsse", "pinball", "pinball_as_number", "bias", "rmsse_by_item", "mase")
LISTED = 20
"""Items without a scale that a terminal shows; --json has them all."""

MOST_BIAS = 100_000
HELD = (930_000, 970_000)
"""What is asked of the chosen mix over everything, in millionths: its bias either way, and how often its 95 % quantile holds."""


def present(answer: Answer, out: Console) -> None:
    """Print every class, then what is made of it."""
    facts([("file", f"{clean(answer.file)}, {answer.items:,} items, {answer.periods} {answer.period}s"),
           ("forecast", f"the sum over {answer.horizon} {answer.period}s"),
           ("chosen on", f"what was known after {answer.chosen_on} {answer.period}s"),
           ("scored once on", f"what was known after {answer.scored_on} {answer.period}s")], out)  # fmt: skip
    for demand_class, scores in groupby(answer.scores, key=lambda score: score.demand_class):
        _scores(demand_class, list(scores), out)
    heading("held below a quantile, randomised where there are ties", out)
    made = plain()
    for name in ("class", "quantile", "held", "n"):
        made.add_column(name, justify="left" if name == "class" else "right")
    for one in answer.coverage:
        made.add_row(_words(one.demand_class), _share(one.probability_micro), _share(one.covered_micro), f"{one.n:,}")
    out.print(made)
    heading("by what each class is forecast from now on", out)
    out.print(table(answer.choices, Choice))
    _last(answer, out)


def _scores(demand_class: str, scores: list[Score], out: Console) -> None:
    heading(f"{_words(demand_class)}, {scores[0].n:,} items times origins", out)
    made = plain()
    made.add_column("model")
    for name in COLUMNS:
        made.add_column(name.replace("_", " "), justify="right", no_wrap=True)
    for score in scores:
        values = [getattr(score, f"{name}_micro") for name in COLUMNS]
        shown = [
            EMPTY if value is None else _share(value) if name == "bias" else f"{value / 1_000_000:.4f}"
            for name, value in zip(COLUMNS, values, strict=True)
        ]
        made.add_row(_words(score.model), *shown, style="bold" if score.model == "chosen" else "")
    out.print(made)


def _last(answer: Answer, out: Console) -> None:
    verdict = "yes" if answer.better_than_benchmarks else "no"
    facts([("better than naive, all-zero and the twelve-month average, over everything", verdict),
           *_asked(answer),
           ("items without a scale", f"{answer.unscaled_items:,}, of which {len(answer.unscaled):,} were forecast or sold"),
           ("their errors at unit price", _money(answer.unscaled_error_price_micro)),
           ("their bias at unit price", _money(answer.unscaled_bias_price_micro))], out)  # fmt: skip
    if answer.unscaled:
        heading(f"items without a scale, the {min(LISTED, len(answer.unscaled))} largest errors", out)
        out.print(table(answer.unscaled[:LISTED], Unscaled))


def _asked(answer: Answer) -> list[tuple[str, str]]:
    """Return whether the bias of the chosen mix is within a tenth, and its 95 % quantile holds about as often as it says."""
    bias = next((one.bias_micro for one in answer.scores if (one.demand_class, one.model) == ("all", "chosen")), None)
    held = next((one.covered_micro for one in answer.coverage
                 if (one.demand_class, one.probability_micro) == ("all", 950_000)), None)  # fmt: skip
    found = []
    if bias is not None:
        found.append(("its bias within a tenth of what came, over everything", _is(abs(bias) <= MOST_BIAS, bias)))
    if held is not None:
        found.append(("93 to 97 % below its 95 % quantile, over everything", _is(HELD[0] <= held <= HELD[1], held)))
    return found


def _is(met: bool, value: int) -> str:  # noqa: FBT001 -- said beside its figure
    return f"{'yes' if met else 'no'}: {_share(value)}"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _share(value: int | None) -> str:
    return EMPTY if value is None else f"{value / 10_000:.1f} %"


def _money(value: int) -> str:
    return f"{value / 1_000_000:,.2f}"
