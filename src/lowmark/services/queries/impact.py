"""What a run does to the figures of a book, after tax, from the entries that it would make."""

from collections.abc import Iterator

from lowmark.core.kinds.money import parse_minor
from lowmark.core.kinds.rate import parse_rate_micro
from lowmark.core.statements.impact import CashFlowEffect, Change, Figures, cash_flow_effect
from lowmark.core.tax.deferred import TaxEffect, tax_effect
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_run
from lowmark.services.ledgers.figures import stated_at
from lowmark.services.ledgers.ratio_lines import kept_of, lines_of
from lowmark.services.operations.impact import Line, Request, Response
from lowmark.services.testing import find_book
from lowmark.store.entities import read as entities_read
from lowmark.store.session import reading

FIGURES = {
    "balance_sheet": ("inventory", "current_assets", "total_assets", "current_liabilities", "total_liabilities", "equity"),
    "income_statement": ("revenue", "cost_of_sales", "gross_profit", "profit_before_tax", "net_income"),
}  # fmt: skip


def impact(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return what a run does.

    Raises: Problem `not_found`; `bad_tax_rate`, `deductible_beyond_charge` and what a figure can be wrong by.
    """
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        run = find_run(reader, granted, request.run)
        book = find_book(reader, entity, run["book"])
        known_seq = entities_read.known_seq(reader, entity.id)
        stated = stated_at(reader, granted, book, as_of=run["as_of"], known_seq=known_seq, run=request.run)
    before, untaxed = stated.posted, stated.pro_forma
    tax = tax_effect(
        charge_minor=before.profit_before_tax_minor - untaxed.profit_before_tax_minor,
        deductible_now_minor=parse_minor(request.deductible_now, book.currency),
        tax_rate_micro=parse_rate_micro(request.tax_rate),
    )
    after = untaxed.plus(_of_tax(tax))
    return Response(
        entity=entity.code, book=book.code, run=request.run, state=run["state"], as_of=run["as_of"],
        known_seq=known_seq, currency=book.currency, charge_minor=tax.charge_minor,
        current_tax_minor=tax.current_tax_minor, deferred_tax_minor=tax.deferred_tax_minor,
        lines=(*_lines(before, after), *_cash_flow(_between(before, after))), ratios=tuple(lines_of(before, after)),
        covenants=tuple(kept_of(request.covenants, before, after)),
    )  # fmt: skip


def _of_tax(tax: TaxEffect) -> Change:
    """Return what the tax on a charge changes figures by: less is payable now, and what is saved later is an asset."""
    saved = tax.current_tax_minor + tax.deferred_tax_minor
    return Change(
        inventory_minor=0, current_assets_minor=0, total_assets_minor=tax.deferred_tax_minor,
        current_liabilities_minor=-tax.current_tax_minor, total_liabilities_minor=-tax.current_tax_minor,
        equity_minor=saved, cost_of_sales_minor=0, profit_before_tax_minor=0, net_income_minor=saved,
    )  # fmt: skip


def _between(before: Figures, after: Figures) -> Change:
    """Return what changes from one set of figures to another."""
    return Change(**{
        name: getattr(after, name) - getattr(before, name) for name in Change.__dataclass_fields__
    })  # fmt: skip


def _lines(before: Figures, after: Figures) -> Iterator[Line]:
    for statement, names in FIGURES.items():
        for name in names:
            was, is_now = getattr(before, f"{name}_minor"), getattr(after, f"{name}_minor")
            yield _line(statement, name, was, is_now - was)


def _cash_flow(change: Change) -> Iterator[Line]:
    """Yield the lines of the indirect method that change; they come to nothing where inventories alone have moved."""
    if change.inventory_minor != change.profit_before_tax_minor:
        return  # An acquisition, a translation or a restatement is no result, and adds nothing back.
    effect: CashFlowEffect = cash_flow_effect(change)
    for name in ("net_income", "add_back", "deferred_tax", "tax_payable", "cash"):
        yield _line("cash_flow", name, 0, getattr(effect, f"{name}_minor"))


def _line(statement: str, name: str, posted: int, change: int) -> Line:
    return Line(statement=statement, figure=name, posted_minor=posted, change_minor=change,
                pro_forma_minor=posted + change)  # fmt: skip
