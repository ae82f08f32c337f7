"""Show what a change of the formula of cost would make: of inventories, earnings, results, and the figures of the note."""

from collections.abc import Iterator, Sequence
from datetime import date

import polars as pl

from lowmark.core.kinds.day import from_day
from lowmark.core.kinds.rate import parse_rate_micro
from lowmark.core.statements import change_of_formula as changing
from lowmark.core.statements.change_of_formula import YearEffect
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.changing.costed import Compared, compared
from lowmark.services.changing.tested import required_by_both
from lowmark.services.operations.change_of_method import (
    ClassLine,
    Expense,
    Line,
    NoteLine,
    Opening,
    Reference,
    Request,
    Response,
    Year,
)
from lowmark.store.entities.read import Entity
from lowmark.store.session import reading
from lowmark.store.subledger import read as subledger_read

HELD = {"pool_id": pl.Int64, "held_minor": pl.Int64}
SUMS = ("value_minor", "new_minor", "difference_minor")


def change_of_method(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return what would differ, had goods been costed by another formula; nothing is written.

    Raises: Problem ``refused`` for a formula that the framework does not have; ``bad_request``; ``not_costed``; ``bad_rate``;
            and as a test of the goods does, where one is asked for.
    """
    del actor
    entity, rate = granted.entity, parse_rate_micro(request.tax_rate)
    with reading(granted.scope("report")) as reader:
        found = compared(reader, entity, request)
        required = required_by_both(reader, entity, found) if request.tested else (None, None)
        held = subledger_read.held_at(reader, found.book.id, as_of=request.as_of, known_seq=found.known_seq)
    shown = _years(entity, request)
    years = changing.effects_by_year(counts=found.counts, years=shown, tax_rate_micro=rate)
    lines = _by_item(found, held, shown[0].first_on)
    first, openings = years[0], _openings(found)
    after_tax = first.opening_effect_minor - first.opening_tax_minor
    return Response(
        entity=entity.code, book=found.book.code, framework=found.book.framework, as_of=request.as_of,
        known_seq=found.known_seq, currency=found.book.currency, replaces=found.replaces, method=request.method,
        application=_application(found), applied_from=_applied_from(found),
        rests_on_history_from=_on_history(found, openings), is_provisional=found.is_provisional,
        cumulative_effect_minor=first.opening_effect_minor, cumulative_tax_minor=first.opening_tax_minor,
        cumulative_after_tax_minor=after_tax, **{name: int(lines[name].sum()) for name in (*SUMS, "held_minor", "over_cost_minor")},
        required_minor=required[0], required_new_minor=required[1], years=tuple(map(_year, years)),
        expenses=tuple(
            Expense(year=year, expense=expense, change_minor=more)
            for year, expense, more in changing.effects_by_expense(counts=found.counts, years=shown)
        ),
        note=tuple(_note(years)), classes=_by_class(lines), openings=openings,
        references=tuple(Reference(standard=one[0], paragraph=one[1], title=one[2]) for one in found.references),
        lines=_lines(lines),
    )  # fmt: skip


def _application(found: Compared) -> str:
    if found.is_prospective:
        return "prospective"
    return "retrospective" if found.since is None else "from_a_day"


def _years(entity: Entity, request: Request) -> Sequence[changing.Year]:
    """Return the years that are shown: the one of the date, up to it, and those before."""
    last = entity.fiscal_year(request.as_of)
    found = []
    for year in range(last - request.comparatives, last + 1):
        first_on, last_on = map(from_day, entity.calendar.year(year))
        found.append(changing.Year(year=year, first_on=first_on, last_on=min(last_on, request.as_of)))
    return found


def _applied_from(found: Compared) -> date | None:
    """Return the first day on which the formula counts: the one from which it is applied, or the first of the goods."""
    own = found.goods.legs.join(found.pools, on="pool", how="semi")["accounting_on"].min()
    assert own is None or isinstance(own, date)
    return found.since or own


def _on_history(found: Compared, openings: tuple[Opening, ...]) -> date | None:
    """Return the day from which on nothing rests on goods taken over without what they had cost."""
    days = [one.taken_over_on for one in openings if found.since is None or one.taken_over_on >= found.since]
    begins = _applied_from(found)
    return max([*days, *([begins] if begins else [])], default=None)


def _by_item(found: Compared, held: pl.DataFrame, opening_on: date) -> pl.DataFrame:
    """Return each item that has goods, or differs: its quantity, what it costs by either formula, what is held against it."""
    difference = pl.col("new_minor") - pl.col("value_minor")
    pools = found.counts.group_by("pool").agg(
        pl.col("quantity_micro", "value_minor", "new_minor").sum(), difference_minor=difference.sum(),
        opening_difference_minor=difference.filter(pl.col("accounting_on") < opening_on).sum(),
    )  # fmt: skip
    own = held.group_by(pool_id="unit").agg(pl.col("held_minor").sum()).cast(HELD)  # type: ignore[arg-type]
    named = found.goods.pools.select("pool", "pool_id", "item_id").join(
        own, on="pool_id", how="left", maintain_order="left"
    )
    by_pool = named.join(pools, on="pool", maintain_order="left").with_columns(pl.col("held_minor").fill_null(0)).with_columns(
        over_cost_minor=(pl.col("held_minor") - pl.col("new_minor")).clip(lower_bound=0)
    )  # fmt: skip
    figures = pl.col("quantity_micro", "opening_difference_minor", *SUMS, "held_minor", "over_cost_minor")
    return by_pool.group_by("item_id").agg(figures.sum()).join(found.items, on="item_id").sort("item")


def _by_class(lines: pl.DataFrame) -> tuple[ClassLine, ...]:
    classes = lines.group_by("item_class").agg(pl.col(SUMS).sum()).sort("item_class")
    return tuple(ClassLine(**row) for row in classes.iter_rows(named=True))


def _lines(lines: pl.DataFrame) -> tuple[Line, ...]:
    """Return the items that are there at the date, or differed when the first year began."""
    shown = pl.any_horizontal(pl.col(name) != 0 for name in ("quantity_micro", "opening_difference_minor", *SUMS))
    return tuple(Line(**row) for row in lines.filter(shown).drop("item_id").iter_rows(named=True))


def _openings(found: Compared) -> tuple[Opening, ...]:
    """Return the goods that were taken over, of those that change."""
    taken = found.goods.legs.filter(pl.col("event") == "opening", pl.col("quantity_micro") > 0)
    own = taken.join(found.pools, on="pool", how="semi").join(found.items.select("item_id", "item"), on="item_id")
    return tuple(
        Opening(document=f"{row['document']}/{row['line']}", item=row["item"], taken_over_on=row["accounting_on"],
                quantity_micro=row["quantity_micro"], carried_minor=row["value_minor"])
        for row in own.sort("accounting_on", "known_seq").iter_rows(named=True)
    )  # fmt: skip


def _year(effect: YearEffect) -> Year:
    return Year(
        year=effect.of.year, first_on=effect.of.first_on, last_on=effect.of.last_on,
        opening_minor=effect.opening_minor, opening_new_minor=effect.opening_new_minor,
        opening_effect_minor=effect.opening_effect_minor, opening_tax_minor=effect.opening_tax_minor,
        opening_after_tax_minor=effect.opening_effect_minor - effect.opening_tax_minor,
        cost_of_sales_minor=effect.cost_of_sales_minor, cost_of_sales_new_minor=effect.cost_of_sales_new_minor,
        cost_of_sales_change_minor=effect.cost_of_sales_new_minor - effect.cost_of_sales_minor,
        other_minor=effect.other_minor, profit_minor=effect.profit_minor, profit_tax_minor=effect.profit_tax_minor,
        profit_after_tax_minor=effect.profit_minor - effect.profit_tax_minor, closing_minor=effect.closing_minor,
        closing_new_minor=effect.closing_new_minor,
    )  # fmt: skip


def _note(years: Sequence[YearEffect]) -> Iterator[NoteLine]:
    """Yield the figures of the note: retained earnings at the first opening, then each year's lines.

    Source: IAS 8.29(c) and (d); ASC 250-10-50-1(b).
    """
    first = years[0]
    before = first.opening_effect_minor - first.opening_tax_minor
    yield _said(first, "retained_earnings", None, before, at=first.of.first_on)
    yield _said(first, "inventories", first.opening_minor, first.opening_effect_minor, at=first.of.first_on)
    for one in years:
        more = one.cost_of_sales_new_minor - one.cost_of_sales_minor
        yield _said(one, "cost_of_sales", one.cost_of_sales_minor, more)
        yield _said(one, "other_expenses", None, one.other_minor)
        yield _said(one, "tax", None, one.profit_tax_minor)
        yield _said(one, "profit", None, one.profit_minor - one.profit_tax_minor)
        yield _said(one, "inventories", one.closing_minor, one.closing_new_minor - one.closing_minor)


def _said(one: YearEffect, caption: str, reported: int | None, adjustment: int, *, at: date | None = None) -> NoteLine:
    return NoteLine(year=one.of.year, at=at or one.of.last_on, caption=caption, reported_minor=reported,
                    adjustment_minor=adjustment, restated_minor=None if reported is None else reported + adjustment)  # fmt: skip
