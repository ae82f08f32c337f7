"""Print a run as an approver has to see it: what was tested, on what, by whom; the proposals; their sum; the hash."""

from rich.console import Console
from rich.table import Table

from lowmark.core.kinds.rate import present_rate
from lowmark.doors.cli.tables import facts, heading, plain, table
from lowmark.doors.presenting.figures import EMPTY, clean, figure, label
from lowmark.services.operations.show_run import Estimate, Level, Line, Market, Response

FIGURES = ("cost_minor", "value_minor", "carrying_minor", "required_minor", "held_minor", "change_minor")
SUMMED = tuple(name for name in FIGURES if name != "value_minor")
"""The columns that have a sum: what stock will fetch is not one where some of it has no evidence."""


def present(response: Response, out: Console) -> None:
    """Print head, proposals with their totals, and what an approval would bind to."""
    out.print(f"Run {response.run}, {clean(response.entity_name)} ({response.entity})", style="bold")
    facts(_head(response), out)
    heading(f"Write-downs and reversals, {response.currency}", out)
    made = plain()
    for name in ("item", "lot"):
        made.add_column(name)
    made.add_column("quantity", justify="right", no_wrap=True)
    for name in FIGURES:
        made.add_column(label(name), justify="right", no_wrap=True)
    for name in ("what binds", "reason", "state"):
        made.add_column(name)
    for line in response.lines:
        made.add_row(*_row(line, response.currency))
    _foot(made, response)
    out.print(made)
    out.print()
    more = (("Estimates", response.estimates, Estimate), ("Market", response.markets, Market),
            ("By unit of account", response.levels, Level))  # fmt: skip
    for title, lines, kind in more:
        if lines:
            heading(title, out)
            out.print(table(lines, kind, currency=response.currency))
            out.print()
    facts([("policy", response.policy_hash), ("hash", response.run_hash)], out)


def _head(response: Response) -> list[tuple[str, str]]:
    since = f", {response.since_snapshot} facts since" if response.since_snapshot else ""
    return [
        ("state", response.state.replace("_", " ")),
        ("as of", f"{response.as_of}, known {response.known_seq}{since}"),
        ("book", ", ".join(dict.fromkeys((response.book, response.framework, response.currency)))),
        ("evidence", clean(response.channel) or "every channel"),
        ("prepared by", clean(response.prepared_by)),
        ("decided by", clean(response.decided_by) or EMPTY),
        ("tested", f"{response.tested:,} units of account"),
        ("to change", f"{len(response.lines):,}"),
        ("to look at", f"{response.findings:,}"),
        ("own word", _own(response)),
    ]


def _own(response: Response) -> str:
    """Say how much of what is carried rests on entries that nobody else has verified, and how much of it on the preparer's."""
    if not response.unverified_minor:
        return "nothing rests on entries that nobody else has verified"
    unverified = figure("unverified_minor", response.unverified_minor, currency=response.currency)
    share = present_rate(response.own_micro // 1_000 * 1_000)
    return f"{unverified} rests on unverified entries; {share} of the total on the preparer's own"


def _foot(made: Table, response: Response) -> None:
    """Add what is listed, what was tested and stays as it is, and their sum, so that the table foots."""
    listed = {name: sum(getattr(line, name) for line in response.lines) for name in SUMMED}
    whole = {name: getattr(response, name) for name in SUMMED}
    made.add_section()
    if listed != whole:
        made.add_row(*_sums("listed", listed, response.currency))
        rest = {name: whole[name] - listed[name] for name in SUMMED}
        made.add_row(*_sums("tested, unchanged", rest, response.currency), end_section=True)
    made.add_row(*_sums("run", whole, response.currency), style="bold")


def _sums(name: str, sums: dict[str, int], currency: str) -> list[str]:
    amounts = [figure(one, sums[one], currency=currency) if one in sums else "" for one in FIGURES]
    return [name, "", "", *amounts, "", "", ""]


def _row(line: Line, currency: str) -> list[str]:
    name = clean(line.item) + (f" {clean(line.name)}" if line.name and line.name != line.item else "")
    amounts = [figure(one, getattr(line, one), currency=currency) for one in FIGURES]
    binds = f"{line.evidence_kind.replace('_', ' ')} ({line.evidence_lines})" if line.evidence_kind else EMPTY
    quantity = figure("quantity_micro", line.quantity_micro)
    return [name, clean(line.lot) or EMPTY, quantity, *amounts, binds, line.reason.replace("_", " "), line.state]
