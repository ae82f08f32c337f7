"""The walk through the sample, as data: set up, September's test and close, October's test, with everybody's part.

Before this: `company`. After this: the demo, and every test that needs a company which has lived. A step names an
operation of the catalogue, who asks for it, and the fields of its request less the entity. What a step cannot know
before, such as the hash that an approver was shown, it takes from the last proposal's answer.

Lowmark keeps the goods alone; the outside ledger books what is exported to it and its trial balance comes back
before the test: so the test's effect is shown on the statements of the whole company. What the test posts is in the
next export.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final, Literal

import polars as pl

from lowmark.sample.entities import ENTITIES, MAPLE, RIDGE, THAMES, EntityFacts
from lowmark.sample.outside_ledger import trial_balance
from lowmark.sample.working_days import (
    AS_OF,
    FISCAL_YEAR_START_MONTH,
    INTERIM_ON,
    OPENS_ON,
    YEAR_BEFORE_ENDS_ON,
)

__all__ = [
    "AS_OF",
    "CATALOGUE",
    "INTERIM_ON",
    "OPENS_ON",
    "STEPS",
    "TRIAL_BALANCES",
    "Persona",
    "Step",
    "files",
    "trial_balance_file",
]

Persona = Literal["system", "root", "ada", "ben"]
"""`system` sets up, `root` administers, `ada` keeps the stock and prepares, `ben` reviews, approves and posts."""

CATALOGUE: Final = "MAPLE-GROUP"
MONTHS: Final = 12
TAX_RATES: Final = "MAPLE 26.5 %; RIDGE 21 %; THAMES 25 %"
TRIAL_BALANCES: Final = MappingProxyType({f"trial_balance-{day:%Y-%m}.csv": day for day in (INTERIM_ON, AS_OF)})
"""The trial balances that come back from an outside ledger, by file name: `trial_balance_file` makes them."""
_TABLES: Final = ("items", "locations", "item_costing", "opening_layers", "opening_allowances", "intercompany_moves",
                  "rates")  # fmt: skip
_DATED: Final = (("stock_moves", "effective_on"), ("price_evidence", "observed_on"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One request of the walk.

    Domain: ``arguments`` are fields of the operation's request; ``file`` of an import is the name of one of `files`, or
            of ``TRIAL_BALANCES``.
            ``taken`` names fields that come from the entity's last `propose` answer; ``refused`` says that the step has to be.
    """

    operation: str
    entity: str
    persona: Persona
    arguments: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    taken: tuple[str, ...] = ()
    refused: bool = False


def files(company: Mapping[str, Mapping[str, pl.DataFrame]]) -> dict[str, dict[str, bytes]]:
    """Return the files that the steps import: entity code to file name to CSV.

    Domain: moves and evidence come in two files each, up to the end of September and after it. Of trial balances only
            the one of the year before is here: later ones hold what was exported, see `trial_balance_file`.

    >>> from lowmark.sample import company
    >>> sorted(files(company(seed=7, moves=1000))["MAPLE"])[:3]
    ['items.csv', 'locations.csv', 'opening_allowances.csv']
    """
    return {code: {name: csv_of(frame) for name, frame in _parts(tables)} for code, tables in company.items()}


def trial_balance_file(*, tables: Mapping[str, pl.DataFrame], exported: Iterable[str], as_of: date) -> bytes:
    """Return the file of the trial balance of a day, from the contents of all files exported until then.

    Domain: ``tables`` are the entity's; ``exported`` are CSV texts as `export-entries` makes them.
    """
    names = ("account", "date", "debit", "credit", "event")
    parts = [pl.read_csv(content.encode(), infer_schema=False).select(names) for content in exported if content]
    handed = pl.concat([pl.DataFrame(schema=dict.fromkeys(names, pl.String)), *parts]).fill_null("")
    return csv_of(trial_balance(outside=tables["outside_ledger"], exported=handed, as_of=as_of))


def csv_of(frame: pl.DataFrame) -> bytes:
    """Write a table; an empty text is an empty field, not a pair of quotation marks."""
    return frame.select(pl.when(pl.all() != "").then(pl.all())).write_csv().encode()


def _parts(tables: Mapping[str, pl.DataFrame]) -> Iterator[tuple[str, pl.DataFrame]]:
    for table in _TABLES:
        if table in tables:
            yield f"{table}.csv", tables[table]
    for table, dated in _DATED:
        is_interim = pl.col(dated) <= INTERIM_ON.isoformat()
        yield f"{table}-2026-09.csv", tables[table].filter(is_interim)
        yield f"{table}-2026-10.csv", tables[table].filter(~is_interim)
    of_year_before = pl.col("as_of") == YEAR_BEFORE_ENDS_ON.isoformat()
    yield _balances(YEAR_BEFORE_ENDS_ON), tables["outside_ledger"].filter(of_year_before)


def _balances(as_of: date) -> str:
    """Name the file of the trial balance of a day."""
    return f"trial_balance-{as_of:%Y-%m}.csv"


def _step(
    operation: str, entity: EntityFacts, persona: Persona, *, taken: tuple[str, ...] = (), **said: object
) -> Step:
    arguments = MappingProxyType(dict(said))
    return Step(operation=operation, entity=entity.code, persona=persona, arguments=arguments, taken=taken)


def _set_up(entity: EntityFacts) -> Iterator[Step]:
    yield _step(
        "init", entity, "system", name=entity.name, currency=entity.currency, framework=entity.framework,
        mode=entity.mode, method=entity.method, opens_on=OPENS_ON, months=MONTHS,
        fiscal_year_start_month=FISCAL_YEAR_START_MONTH, catalogue=CATALOGUE, time_zone=entity.time_zone,
        administrator="root",
    )  # fmt: skip
    for role in ("warehouse", "preparer"):
        yield _step("grant", entity, "root", user="ada", role=role)
    for role in ("reviewer", "approver", "poster", "policy_owner"):
        yield _step("grant", entity, "root", user="ben", role=role)


def _imported(entity: EntityFacts, *names: str) -> Iterator[Step]:
    for name in names:
        yield _step("import", entity, "ada", table=name.removesuffix(".csv").split("-")[0], file=name)


def _taken_over(entity: EntityFacts) -> Iterator[Step]:
    """Take over what the year before left: the outside ledger's balances, the goods, last year's allowance."""
    yield from _imported(entity, "items.csv", "locations.csv", _balances(YEAR_BEFORE_ENDS_ON))
    if entity is RIDGE:
        yield from _imported(entity, "item_costing.csv")
    yield from _imported(entity, "opening_layers.csv", "opening_allowances.csv")


def _beside(entity: EntityFacts, as_of: date) -> Iterator[Step]:
    """Hand the entries to the outside ledger, take its trial balance, and see that both agree on the goods."""
    yield _step("export-entries", entity, "ben", up_to=as_of)
    yield from _imported(entity, _balances(as_of))
    yield _step("tie-out", entity, "ben", as_of=as_of)


def _tested(entity: EntityFacts, as_of: date) -> Iterator[Step]:
    run = f"{as_of.isoformat()}/1"
    yield _step("propose", entity, "ada", as_of=as_of)
    yield _step("statements", entity, "ben", as_of=as_of, run=run)
    yield _step("approve", entity, "ben", run=run, decision="approved", taken=("run_hash",),
                comment="Agreed to the evidence shown.")  # fmt: skip
    yield _step("post", entity, "ben", run=run)
    yield _step("statements", entity, "ben", as_of=as_of)


def _closed(entity: EntityFacts) -> Iterator[Step]:
    """Close every month up to the end of September."""
    first = OPENS_ON
    while first <= INTERIM_ON:
        after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        yield _step("close", entity, "ben", ends_on=after - timedelta(days=1), because="month end")
        first = after


def _walk(entity: EntityFacts) -> Iterator[Step]:
    yield from _set_up(entity)
    yield from _taken_over(entity)
    for as_of in (INTERIM_ON, AS_OF):
        month = f"{as_of:%Y-%m}"
        yield from _imported(entity, f"stock_moves-{month}.csv", f"price_evidence-{month}.csv")
        yield from _beside(entity, as_of)
        yield from _tested(entity, as_of)
        if as_of == INTERIM_ON:
            yield from _closed(entity)


def _group() -> Iterator[Step]:
    """Say who owns whom, declare both sides of the deliveries, and consolidate: October is still open everywhere."""
    for entity in (RIDGE, MAPLE):
        yield from _imported(entity, "intercompany_moves.csv")
    yield from _imported(MAPLE, "rates.csv")
    for held, share in ((RIDGE, "80 %"), (THAMES, "100 %")):
        yield _step("set-ownership", MAPLE, "root", held=held.code, share=share, valid_from=OPENS_ON)
    yield _step("match-intercompany", MAPLE, "ben", as_of=AS_OF)
    yield _step("group-retest", MAPLE, "ben", as_of=AS_OF)
    yield _step("consolidate", MAPLE, "ben", as_of=AS_OF, accept_late=True, tax_rates=TAX_RATES)


STEPS: Final[tuple[Step, ...]] = (*(step for entity in ENTITIES for step in _walk(entity)), *_group())
"""The whole walk, entity by entity, and then of the group."""
