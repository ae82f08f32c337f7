"""Test how significant a book's write-downs of a fiscal year to date are, on the figures of its ledger.

Before this: allowance moves, overlays, a run that is not posted; the accounts; the framework's word. After this: the
caption that is proposed, and the decision on it. Benchmarks are before the charges: what is still held of those of the
year is added back, for what has gone again has come back into the result with the goods.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from lowmark.core.frameworks.reporting import significance_policy
from lowmark.core.kinds.money import parse_minor
from lowmark.core.kinds.problems import Problem
from lowmark.core.statements.figures import covenant_of, full_year
from lowmark.core.statements.impact import Figures, impact
from lowmark.core.statements.ratios import covenant_tests
from lowmark.core.statements.significance import Benchmark, Circumstances, Significance, assess_significance
from lowmark.core.tables.runs import POSTED
from lowmark.services.access import Granted
from lowmark.services.areas import area_in_force
from lowmark.services.finding import find_run
from lowmark.services.ledgers.figures import stated_at
from lowmark.services.posting.proposed import journal_of
from lowmark.store.entities.read import Book
from lowmark.store.ledger import read as ledger_read
from lowmark.store.session import Reader
from lowmark.store.subledger import overlays as overlays_read
from lowmark.store.subledger import since as since_read

FLOWS = {"pre_tax_income": "profit_before_tax_minor", "revenue": "revenue_minor", "gross_profit": "gross_profit_minor"}
STOCKS = {"total_assets": "total_assets_minor", "equity": "equity_minor", "inventories": "inventory_minor"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be tested: up to when, with which run, and what is known beside the ledger."""

    as_of: date
    run: str = ""
    covenants: str = ""
    declared: str = ""
    full_year: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Charged:
    """The gross charges and reversals of a fiscal year to date, and what is still held of them."""

    charges: tuple[int, ...]
    reversals: tuple[int, ...]
    held_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignificanceTest:
    """What was tested and what came of it: the charges, and by themselves the reversals."""

    fiscal_year: int
    year_from: date
    days: int
    days_of_year: int
    charges: Significance
    reversals: Significance


def test_significance(
    reader: Reader, granted: Granted, book: Book, asked: Asked, *, known_seq: int
) -> SignificanceTest:
    """Test a book's write-downs of the fiscal year to a date, as known at a sequence.

    Raises: Problem `not_found`, `bad_covenant`, `unknown_flag`, `bad_estimate`.
    """
    entity = granted.entity
    area = area_in_force(
        reader, entity_id=entity.id, framework=book.framework, area="significance", on=asked.as_of,
        known_seq=known_seq, book_id=book.id,
    )  # fmt: skip
    policy = significance_policy(area.values)
    year_from = entity.year_from(asked.as_of)
    charged = _charged(reader, granted, book, asked, year_from=year_from, known_seq=known_seq)
    stated = stated_at(reader, granted, book, as_of=asked.as_of, known_seq=known_seq, run=asked.run)
    before = stated.posted.plus(impact(charge_minor=-charged.held_minor))
    days_of_year = (_following(year_from) - year_from).days
    estimates = _estimates(asked.full_year, book) if policy.basis == "full_year" else {}
    benchmarks = [
        Benchmark(name=name, basis=policy.basis,
                  amount_minor=estimates.get(name, _on_basis(name, before, policy.basis, days_of_year)))
        for name in (*FLOWS, *STOCKS)
    ]  # fmt: skip
    covenants = [covenant_of(one) for one in asked.covenants.split(",") if one.strip()]
    declared = tuple(one.strip() for one in asked.declared.split(",") if one.strip())
    known = Circumstances(
        profit_before_tax_minor=before.profit_before_tax_minor,
        prior_profit_before_tax_minor=_prior(reader, granted, book, asked.as_of, known_seq),
        covenants=covenant_tests(covenants=covenants, before=before, after=stated.pro_forma) if covenants else None,
        declared=declared,
    )  # fmt: skip
    tested = [
        assess_significance(charges_minor=amounts, benchmarks=benchmarks, circumstances=about, policy=policy)
        for amounts, about in ((charged.charges, known), (charged.reversals, Circumstances(declared=declared)))
    ]
    return SignificanceTest(
        fiscal_year=entity.fiscal_year(asked.as_of), year_from=year_from,
        days=before.days, days_of_year=days_of_year, charges=tested[0], reversals=tested[1],
    )  # fmt: skip


test_significance.__test__ = False  # type: ignore[attr-defined]  # A verb of the field, not a test to collect.


def _charged(reader: Reader, granted: Granted, book: Book, asked: Asked, *, year_from: date, known_seq: int) -> Charged:
    """Return what was charged and reversed from the fiscal year's first day on, and what a run would."""
    at: dict[str, Any] = {"as_of": asked.as_of, "known_seq": known_seq}
    year = granted.entity.fiscal_year(asked.as_of)
    lots = since_read.movements_until(reader, book.id, **at)
    overlays = overlays_read.overlay_moves(reader, book.id, **at)
    columns = ("accounting_on", "kind", "fiscal_year", "amount_minor")
    ours = ("charge", "reverse", "release", "use")
    moves = pl.concat([lots.select(columns), overlays.filter(pl.col("kind").is_in(ours)).select(columns)])
    of_year = moves.filter(pl.col("accounting_on") >= year_from)
    charges = of_year.filter(pl.col("kind") == "charge")["amount_minor"].to_list()
    reversals = [-amount for amount in of_year.filter(pl.col("kind") == "reverse")["amount_minor"].to_list()]
    held = moves.filter(pl.col("fiscal_year") == year, pl.col("kind") != "opening")["amount_minor"].sum()
    proposed = _proposed(reader, granted, book, asked) if asked.run else []
    charges += [amount for amount in proposed if amount > 0]
    reversals += [-amount for amount in proposed if amount < 0]
    return Charged(charges=tuple(charges), reversals=tuple(reversals), held_minor=max(0, int(held)))


def _proposed(reader: Reader, granted: Granted, book: Book, asked: Asked) -> list[int]:
    """Return what a run that is not posted would charge (positive) and take back, by the lines of its entries."""
    run = find_run(reader, granted, asked.run)
    if run["state"] in POSTED or run["book_id"] != book.id or run["as_of"] > asked.as_of:
        return []
    journal = journal_of(reader, granted.entity, book, run)
    events = journal.entries.filter(pl.col("event").is_in(["write_down", "write_off", "reversal"])).select("entry")
    accounts = {
        number for (role, _), number in ledger_read.roles(reader, granted.entity.id).items() if role == "allowance"
    }
    lines = journal.lines.join(events, on="entry", how="semi").filter(pl.col("account_id").is_in(sorted(accounts)))
    return [-amount for amount in lines["amount_minor"].to_list()]


def _on_basis(name: str, figures: Figures, basis: str, days_of_year: int) -> int:
    """Return a figure on the basis that the policy states: a result of the year to date, or a whole year's at its rate."""
    if name in STOCKS:
        return int(getattr(figures, STOCKS[name]))
    to_date = int(getattr(figures, FLOWS[name]))
    if basis == "year_to_date":
        return to_date
    return full_year(to_date_minor=to_date, days=figures.days, days_of_year=days_of_year)


def _prior(reader: Reader, granted: Granted, book: Book, as_of: date, known_seq: int) -> int | None:
    """Return the profit before tax of the same time a year before; none where the books say nothing of it."""
    figures = stated_at(reader, granted, book, as_of=_a_year_before(as_of), known_seq=known_seq).posted
    nothing = not figures.revenue_minor and not figures.profit_before_tax_minor
    return None if nothing else figures.profit_before_tax_minor


def _a_year_before(day: date) -> date:
    return day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else date(day.year - 1, 2, 28)


def _following(year_from: date) -> date:
    return year_from.replace(year=year_from.year + 1)


def _estimates(text: str, book: Book) -> dict[str, int]:
    """Read estimates of the whole year: name=amount, separated by commas.

    Raises: Problem `bad_estimate`.
    """
    found = {}
    for part in (one for one in text.split(",") if one.strip()):
        name, _, amount = part.partition("=")
        if name.strip() not in FLOWS:
            raise Problem("bad_estimate", f"nobody estimates {name.strip()[:40]!r} of a year",
                          hint=f"write revenue=1000000.00; there are {', '.join(FLOWS)}")  # fmt: skip
        found[name.strip()] = parse_minor(amount.strip(), book.currency)
    return found
