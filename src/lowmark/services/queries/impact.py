"""What a run does to the figures of a book, after tax, from the entries that it would make."""

from collections.abc import Iterator

import polars as pl

from lowmark.core import flow
from lowmark.core.statements.impact import CashFlowEffect, Change, Figures, cash_flow_effect
from lowmark.core.tax.deferred import TaxEffect
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book, find_run
from lowmark.services.ledgers.captions import with_captions
from lowmark.services.ledgers.figures import stated_of, taxed
from lowmark.services.ledgers.ratio_lines import kept_of, lines_of
from lowmark.services.ledgers.run_tax import tax_lines
from lowmark.services.ledgers.whole_company import whole_book
from lowmark.services.operations.impact import Line, Request, Response, StatementLine
from lowmark.store.entities import read as entities_read
from lowmark.store.ledger import read as ledger_read
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
        whole = whole_book(reader, granted, book, as_of=run["as_of"], known_seq=known_seq, run=request.run)
        stated = stated_of(reader, granted, whole, as_of=run["as_of"])
        tax = taxed(stated, currency=book.currency, tax_rate=request.tax_rate, deductible_now=request.deductible_now)
        accounts = with_captions(reader, entity, book, whole, as_of=run["as_of"], known_seq=known_seq)
        of_tax = tax_lines(tax, ledger_read.roles(reader, entity.id))
    before, untaxed = stated.posted, stated.pro_forma
    after = untaxed.plus(_of_tax(tax))
    return Response(
        entity=entity.code, book=book.code, run=request.run, state=run["state"], as_of=run["as_of"],
        known_seq=known_seq, currency=book.currency, charge_minor=tax.charge_minor,
        current_tax_minor=tax.current_tax_minor, deferred_tax_minor=tax.deferred_tax_minor,
        lines=(*_lines(before, after), *_cash_flow(_between(before, after))), ratios=tuple(lines_of(before, after)),
        covenants=tuple(kept_of(request.covenants, before, after)),
        statements=tuple(_whole_statements(accounts, of_tax, book.currency)),
    )  # fmt: skip


def _whole_statements(accounts: pl.DataFrame, of_tax: dict[int, int], currency: str) -> Iterator[StatementLine]:
    """Yield every line of every statement: as posted, what the run and its tax change, and both together."""
    if of_tax:
        taxes = pl.col("account_id").replace_strict(of_tax, default=0, return_dtype=pl.Int64)
        accounts = accounts.with_columns(change_minor=pl.col("change_minor") + taxes)
    made = flow.statements(accounts=accounts, currency=currency).lines.filter(pl.col("statement") != "trial_balance")
    for row in made.select(list(StatementLine.__dataclass_fields__)).iter_rows(named=True):
        yield StatementLine(**row)


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
