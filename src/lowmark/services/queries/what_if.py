"""Show what a test would come to if something were otherwise: each supposition by itself, and all of them together."""

import polars as pl

from lowmark.core.assessment.supposing import DRIVERS, Change, parse_change
from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.names import named
from lowmark.services.operations.what_if import Driver, Line, Request, Response
from lowmark.services.testing import Test, test_of
from lowmark.services.testing.supposing import change, gathered_for, required, supposing
from lowmark.store.session import reading

TOGETHER, INTERACTION = "together", "interaction"


def what_if(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the difference by driver; nothing is written.

    Raises: Problem `bad_change`, `bad_request`, `not_found`, `rule_not_applied` or `not_by_item`.
    """
    del actor
    changes = _changes(request)
    with reading(granted.scope("report")) as reader:
        gathered = gathered_for(
            reader, granted, run=request.run, as_of=request.as_of, book=request.book, channel=request.channel
        )
        base, together = test_of(gathered), supposing(gathered, *changes, item=request.item)
        alone = [(one, supposing(gathered, one, item=request.item)) for one in changes]
        lines = named(reader, granted.entity, _differences(base, together))
    before = required(base)
    drivers = [_driver(one.driver, one.words, test, before) for one, test in alone]
    of_all = _driver(TOGETHER, "", together, before)
    if len(drivers) > 1:
        rest = of_all.difference_minor - sum(one.difference_minor for one in drivers)
        drivers += [
            Driver(driver=INTERACTION, change="", required_minor=before + rest, difference_minor=rest, charge_minor=0)
        ]
        drivers += [of_all]
    return Response(
        entity=granted.entity.code, book=base.book.code, as_of=base.as_of, known_seq=base.known_seq,
        currency=base.book.currency, required_minor=before, supposed_minor=of_all.required_minor,
        difference_minor=of_all.difference_minor, drivers=tuple(drivers),
        lines=tuple(
            Line(item=row["item_code"], lot=row["lot_code"], cost_minor=row["cost_minor"],
                 required_minor=row["required_minor"], supposed_minor=row["supposed_minor"],
                 difference_minor=row["difference_minor"])
            for row in lines.iter_rows(named=True)
        ),
    )  # fmt: skip


def _changes(request: Request) -> list[Change]:
    """Return what is supposed, in the order of the drivers.

    Raises: Problem `bad_request` where nothing is.
    """
    found = [parse_change(driver, said) for driver in DRIVERS if (said := getattr(request, driver))]
    if not found:
        raise Problem("bad_request", "nothing is supposed otherwise", hint="give a price, such as -10 %, or a demand")
    return found


def _driver(name: str, words: str, test: Test, before: int) -> Driver:
    """Return what a supposition makes."""
    now = required(test)
    return Driver(
        driver=name, change=words, required_minor=now, difference_minor=now - before, charge_minor=change(test)
    )


def _differences(base: Test, supposed: Test) -> pl.DataFrame:
    """Return the units whose required allowance changes, the largest change first."""
    columns = ("unit", "item", "lot", "cost_minor", "required_minor")
    then = supposed.tested.assessed.assessments.select("unit", supposed_minor="required_minor")
    return (
        base.tested.assessed.assessments.select(columns)
        .join(then, on="unit", maintain_order="left")
        .with_columns(difference_minor=pl.col("supposed_minor") - pl.col("required_minor"))
        .filter(pl.col("difference_minor") != 0)
        .sort(pl.col("difference_minor").abs(), "unit", descending=[True, False])
    )
