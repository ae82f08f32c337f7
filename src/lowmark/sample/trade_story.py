"""The walk of one trade, as data: every entity is set up, adopts what the pack proposes, brings its documents, tests and posts.

Before this: `trades`. After this: the demo of an industry. The steps are those of `story`, with a pack's own ones before the test.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

import polars as pl

from lowmark.sample.story import Step, csv_of
from lowmark.sample.working_days import AS_OF, FISCAL_YEAR_START_MONTH, OPENS_ON

RUN: Final = f"{AS_OF.isoformat()}/1"
_ORDER: Final = ("items", "locations", "item_units", "bills", "lots", "opening_layers", "stock_moves", "productions", "conditions",
                 "order_lines", "demand_forecasts", "price_evidence")  # fmt: skip
"""In which order tables are brought: what names things first, then what moves, then what says what it is worth."""


def trade_files(
    company: Mapping[str, Mapping[str, pl.DataFrame]], sample: Mapping[str, Any]
) -> dict[str, dict[str, bytes]]:
    """Return the files that the steps import, those that are to be refused among them: entity code to file name to CSV."""
    refused = {one["code"]: one.get("refused_files", {}) for one in sample["entities"]}
    return {
        code: {f"{name}.csv": csv_of(frame) for name, frame in tables.items()}
        | {f"refused-{name}.csv": text.encode() for name, text in refused[code].items()}
        for code, tables in company.items()
    }


def trade_steps(*, industry: str, sample: Mapping[str, Any], proposals: tuple[str, ...]) -> tuple[Step, ...]:
    """Return the walk of an industry, entity by entity, its head before the others."""
    return tuple(step for one in sample["entities"] for step in _walk(industry, one, proposals))


def _walk(industry: str, entity: Mapping[str, Any], proposals: tuple[str, ...]) -> Iterator[Step]:
    def ask(operation: str, persona: Any, *, taken: tuple[str, ...] = (), **said: object) -> Step:
        return Step(
            operation=operation, entity=entity["code"], persona=persona, arguments=MappingProxyType(said), taken=taken
        )

    yield ask("init", "system", name=entity["name"], currency=entity["currency"], framework=entity["framework"],
              method=entity.get("method", "fifo"), industry=industry, head=entity.get("head", ""), opens_on=OPENS_ON,
              fiscal_year_start_month=FISCAL_YEAR_START_MONTH, time_zone=entity["time_zone"], administrator="root")  # fmt: skip
    for user, roles in (
        ("ada", ("warehouse", "preparer")),
        ("ben", ("reviewer", "approver", "poster", "policy_owner")),
    ):
        for role in roles:
            yield ask("grant", "root", user=user, role=role)
    for name in () if entity.get("head") else proposals:
        yield ask("adopt-proposal", "ben", proposal=name, valid_from=OPENS_ON, owner="ben", review_on=AS_OF,
                  evidence="Realised prices of the three years before, file 2025-11-A.")  # fmt: skip
    for step in entity.get("before_files", ()):
        yield _own(entity, step)
    for name in sorted(entity["files"], key=_ORDER.index):
        yield ask("import", "ada", table=name, file=f"{name}.csv")
    for name in entity.get("refused_files", ()):
        refused = MappingProxyType({"table": name, "file": f"refused-{name}.csv"})
        yield Step(operation="import", entity=entity["code"], persona="ada", arguments=refused, refused=True)
    for step in entity.get("steps", ()):
        yield _own(entity, step)
    yield ask("propose", "ada", as_of=AS_OF)
    yield ask(
        "approve", "ben", run=RUN, decision="approved", comment="Agreed to the evidence shown.", taken=("run_hash",)
    )
    yield ask("post", "ben", run=RUN)
    yield ask("close", "ben", ends_on=OPENS_ON.replace(day=30), because="month end")


def _own(entity: Mapping[str, Any], step: Mapping[str, Any]) -> Step:
    """Return a step that the pack writes out; `refused` says that it has to be."""
    return Step(operation=step["operation"], entity=entity["code"], persona=step.get("as", "ada"),
                arguments=MappingProxyType(dict(step["arguments"])), refused=step.get("refused", False))  # fmt: skip
