"""Print the statements: one table each, posted, change and pro forma side by side, a rule over every sum."""

from itertools import groupby

from rich.console import Console

from lowmark.doors.cli.tables import facts, heading, plain
from lowmark.doors.presenting.figures import clean, figure, label
from lowmark.services.operations.statements import Line, Response


def present(response: Response, out: Console) -> None:
    """Print head, statements and what the run would do to net income."""
    pro_forma = f", pro forma run {response.run}" if response.run else ""
    out.print(f"{clean(response.entity_name)} ({response.entity})", style="bold")
    book = ", ".join(dict.fromkeys((response.book, response.framework, response.currency)))
    out.print(f"book {book}, as of {response.as_of}{pro_forma}")
    if response.trial_balance:
        made_of = f"trial balance {response.trial_balance} of {response.trial_balance_on}"
        out.print(f"{clean(made_of)}, with our entries that are not in it")
    if response.restated_for:
        out.print(clean(f"{response.compared_on} is restated for {', '.join(response.restated_for)}"))
    if response.not_restated_for:
        without = f"{response.compared_on} is without {', '.join(response.not_restated_for)}"
        out.print(clean(f"{without}, whose effects are known for whole fiscal years"))
    for name, lines in groupby(response.lines, key=lambda line: line.statement):
        _statement(name, list(lines), response, out)
    names = ["net_income_minor"] + (["net_income_pro_forma_minor"] if response.run else [])
    out.print()
    facts(((label(name), _amount(name, response)) for name in names), out)
    facts([("known", str(response.known_seq))], out)


def _statement(name: str, lines: list[Line], response: Response, out: Console) -> None:
    is_over_time = name in {"income_statement", "cash_flow"}
    since = f", {response.from_on} to {response.as_of}" if is_over_time else f" at {response.as_of}"
    named = {one.statement: one.title for one in response.titles}
    made = plain()
    columns = ("posted_minor", "change_minor", "pro_forma_minor") if response.run else ("posted_minor",)
    titles = {column: label(column) for column in columns}
    if any(line.earlier_minor is not None for line in lines):
        titles["earlier_minor"] = f"{response.compared_on}{', restated' if response.is_restated else ''}"
    made.add_column("account" if name == "trial_balance" else "")
    made.add_column("")
    for title in titles.values():
        made.add_column(f"{title} {response.currency}", justify="right", no_wrap=True)
    for line in lines:
        figures = (figure(column, getattr(line, column), currency=response.currency) for column in titles)
        style = "bold" if line.is_total else None
        if line.is_total:
            made.add_section()
        made.add_row(clean(line.account), clean(line.caption), *figures, style=style, end_section=line.is_total)
    heading(clean(named.get(name, label(name).capitalize())) + since, out)
    out.print(made)


def _amount(name: str, response: Response) -> str:
    return f"{figure(name, getattr(response, name), currency=response.currency)} {response.currency}"
