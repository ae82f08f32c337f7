"""The walk through the sample, as data: set up, September's test and close, October's test, with everybody's part.

Before this: `company`. After this: the demo, and every test that needs a company which has lived. A step names an
operation of the catalogue, who asks for it, and the fields of its request less the entity. What a step cannot know
before, such as the hash that an approver was shown, it takes from the last proposal's answer.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

import polars as pl

from lowmark.sample.entities import ENTITIES, EntityFacts

Persona = Literal["system", "root", "ada", "ben"]
"""`system` sets up, `root` administers, `ada` keeps the stock and prepares, `ben` reviews, approves and posts."""

CATALOGUE: Final = "MAPLE-GROUP"
OPENS_ON: Final = date(2026, 1, 1)
INTERIM_ON: Final = date(2026, 9, 30)
AS_OF: Final = date(2026, 10, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One request of the walk.

    Domain: ``arguments`` are fields of the operation's request; ``file`` of an import is the name of one of `files`.
            ``taken`` names fields that come from the entity's last `propose` answer.
    """

    operation: str
    entity: str
    persona: Persona
    arguments: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    taken: tuple[str, ...] = ()


def files(company: Mapping[str, Mapping[str, pl.DataFrame]]) -> dict[str, dict[str, bytes]]:
    """Return the files that the steps import: entity code to file name to CSV.

    Domain: moves and evidence come in two files each, up to the end of September and after it.

    >>> from lowmark.sample import company
    >>> sorted(files(company(seed=7, moves=1000))["MAPLE"])[:3]
    ['items.csv', 'locations.csv', 'opening_layers.csv']
    """
    return {code: {name: _csv(frame) for name, frame in _parts(tables)} for code, tables in company.items()}


def _csv(frame: pl.DataFrame) -> bytes:
    """Write a table; an empty text is an empty field, not a pair of quotation marks."""
    return frame.select(pl.when(pl.all() != "").then(pl.all())).write_csv().encode()


def _parts(tables: Mapping[str, pl.DataFrame]) -> Iterator[tuple[str, pl.DataFrame]]:
    for table, dated in (("items", ""), ("locations", ""), ("opening_layers", ""), ("stock_moves", "effective_on"),
                         ("price_evidence", "observed_on")):  # fmt: skip
        if not dated:
            yield f"{table}.csv", tables[table]
            continue
        is_interim = pl.col(dated) <= INTERIM_ON.isoformat()
        yield f"{table}-2026-09.csv", tables[table].filter(is_interim)
        yield f"{table}-2026-10.csv", tables[table].filter(~is_interim)


def _step(
    operation: str, entity: EntityFacts, persona: Persona, *, taken: tuple[str, ...] = (), **said: object
) -> Step:
    arguments = MappingProxyType(dict(said))
    return Step(operation=operation, entity=entity.code, persona=persona, arguments=arguments, taken=taken)


def _set_up(entity: EntityFacts) -> Iterator[Step]:
    yield _step(
        "init", entity, "system", name=entity.name, currency=entity.currency, framework="ifrs", opens_on=OPENS_ON,
        months=12, catalogue=CATALOGUE, time_zone=entity.time_zone, administrator="root",
    )  # fmt: skip
    for role in ("warehouse", "preparer"):
        yield _step("grant", entity, "root", user="ada", role=role)
    for role in ("reviewer", "approver", "poster", "policy_owner"):
        yield _step("grant", entity, "root", user="ben", role=role)


def _imported(entity: EntityFacts, *names: str) -> Iterator[Step]:
    for name in names:
        table = name.removesuffix(".csv").removesuffix("-2026-09").removesuffix("-2026-10")
        yield _step("import", entity, "ada", table=table, file=name)


def _tested(entity: EntityFacts, as_of: date) -> Iterator[Step]:
    run = f"{as_of.isoformat()}/1"
    yield _step("propose", entity, "ada", as_of=as_of)
    yield _step("statements", entity, "ben", as_of=as_of, run=run)
    yield _step("approve", entity, "ben", run=run, decision="approved", taken=("run_hash",),
                comment="Agreed to the evidence shown.")  # fmt: skip
    yield _step("post", entity, "ben", run=run)
    yield _step("statements", entity, "ben", as_of=as_of)


def _closed(entity: EntityFacts) -> Iterator[Step]:
    for month in range(1, INTERIM_ON.month + 1):
        last = date(2026, month + 1, 1).toordinal() - 1
        yield _step("close", entity, "ben", ends_on=date.fromordinal(last), because="month end")


def _walk(entity: EntityFacts) -> Iterator[Step]:
    yield from _set_up(entity)
    yield from _imported(entity, "items.csv", "locations.csv", "opening_layers.csv", "stock_moves-2026-09.csv",
                         "price_evidence-2026-09.csv")  # fmt: skip
    yield from _tested(entity, INTERIM_ON)
    yield from _closed(entity)
    yield from _imported(entity, "stock_moves-2026-10.csv", "price_evidence-2026-10.csv")
    yield from _tested(entity, AS_OF)


STEPS: Final[tuple[Step, ...]] = tuple(step for entity in ENTITIES for step in _walk(entity))
"""The whole walk, entity by entity."""
