"""A production as somebody orders it at a desk, with its numbers read, as a document of frames.

Before this: a request. After this: `plan` and `write`, the ways of a file.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

from lowmark.core.costing.bills import BillLine, drawn_micro
from lowmark.core.estimates.normal_capacity import absorb_overhead
from lowmark.core.kinds.day import to_day
from lowmark.core.kinds.money import parse_minor
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.quantity import parse_micro
from lowmark.services.recording.asked import read_quantity
from lowmark.store.items import read as items_read
from lowmark.store.session import Reader

if TYPE_CHECKING:
    import polars as pl

Kind = Literal["input", "product", "by_product"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An input or output by what it is called, how much of it, and by what share or at what value."""

    kind: Kind
    item: str
    lot: str
    quantity_micro: int
    share_micro: int | None = None
    value_minor: int | None = None
    made_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """What went in besides goods; what normal capacity did not absorb is apart."""

    labour_minor: int
    depreciation_minor: int
    other_overhead_minor: int
    idle_minor: int
    at_normal_capacity: bool


def read_named(text: str, kind: Kind, currency: str) -> list[Named]:
    """Return what a text names: item[/lot]=quantity[@share or value], with commas between.

    Raises: Problem `bad_request`; as the grammars of quantities and money word it.

    >>> [(each.item, each.lot, each.quantity_micro) for each in read_named("WHEEL=2, TUBE/L-1=0.5", "input", "CAD")]
    [('WHEEL', '', 2000000), ('TUBE', 'L-1', 500000)]
    >>> read_named("OFFCUTS=3@4.50", "by_product", "CAD")[0].value_minor
    450
    """
    found = []
    for part in (each.strip() for each in text.split(",") if each.strip()):
        name, equals, rest = part.partition("=")
        quantity, at, more = rest.partition("@")
        item, _, lot = name.strip().partition("/")
        if not item or not equals or (kind == "input" and at) or (kind == "by_product" and not at):
            wanted = {"input": "", "product": "[@share]", "by_product": "@value"}[kind]
            raise Problem(
                "bad_request", f"{part!r} does not say what and how much", hint=f"write ITEM[/LOT]=QUANTITY{wanted}"
            )
        one = Named(kind=kind, item=item.strip(), lot=lot.strip(), quantity_micro=read_quantity(quantity.strip()))
        if kind == "product":
            one = replace(one, share_micro=read_quantity(more.strip()) if at else one.quantity_micro)
        found.append(replace(one, value_minor=_money(more.strip(), currency)) if kind == "by_product" else one)
    return found


def read_conversion(  # noqa: PLR0917
    labour: str, depreciation: str, other: str, fixed: str, normal: str, used: str, currency: str
) -> Conversion:
    """Return what conversion cost: fixed overhead by the larger of normal and used capacity, the rest as it is.

    Raises: Problem `bad_request`, `no_activity`; as the grammars of quantities and money word it.
    Source: IAS 2.12 and 2.13.

    >>> read_conversion("10", "0", "5", "100", "20", "15", "CAD")
    Conversion(labour_minor=1000, depreciation_minor=0, other_overhead_minor=8000, idle_minor=2500, at_normal_capacity=True)
    """
    amount = _money(fixed, currency)
    if bool(normal) != bool(used) or (amount and not normal):
        raise Problem("bad_request", "fixed overhead goes by normal capacity and what was used of it",
                      hint="give fixed_overhead, normal_capacity and used_capacity together")  # fmt: skip
    absorbed, idle = 0, 0
    if normal:
        shared = absorb_overhead(fixed_minor=amount, normal_micro=parse_micro(normal), actual_micro=parse_micro(used))
        absorbed, idle = shared.absorbed_fixed_minor, shared.unabsorbed_fixed_minor
    return Conversion(
        labour_minor=_money(labour, currency), depreciation_minor=_money(depreciation, currency),
        other_overhead_minor=_money(other, currency) + absorbed, idle_minor=idle, at_normal_capacity=bool(normal),
    )  # fmt: skip


def _money(text: str, currency: str) -> int:
    value = parse_minor(text or "0", currency)
    if value < 0:
        raise Problem("bad_request", f"an amount of {text} is less than nothing", hint="give zero or more")
    return value


def by_bill(reader: Reader, catalogue_id: int, item: str, made_micro: int, on: date) -> list[Named]:
    """Return what the bill of an item that holds on a day says goes into a quantity, with what is lost normally.

    Raises: Problem `not_found`; `refused` where there is no bill, or a component is tracked.
    """
    found = items_read.item_by_code(reader, catalogue_id, item)
    if found is None:
        raise Problem("not_found", f"no item has the code {item!r}", hint="import the item first")
    lines = items_read.bill(reader, int(str(found["id"])), to_day(on))
    if not lines:
        raise Problem("refused", f"{item} has no bill of material on {on}", hint="import its bill, or say what went in")
    tracked = [str(line["component"]) for line in lines if line["tracking"] != "none"]
    if tracked:
        raise Problem("refused", f"the bill does not say which lot of {', '.join(tracked)} went in",
                      hint="say what went in, with its lots")  # fmt: skip
    return [
        Named(kind="input", item=str(line["component"]), lot="", quantity_micro=drawn_micro(
            line=BillLine(component=0, batch_micro=int(str(line["batch_micro"])),
                          quantity_micro=int(str(line["quantity_micro"])), scrap_micro=int(str(line["scrap_micro"]))),
            made_micro=made_micro,
        ))
        for line in lines
    ]  # fmt: skip


COLUMNS: Final = ("item", "lot", "kind", "made_on", "expires_on", "quantity_micro", "share_micro", "value_minor")


def as_frames(
    document: str, legs: list[Named], conversion: Conversion, abnormal_micro: int, places: tuple[str, str], on: date
) -> "tuple[pl.DataFrame, pl.DataFrame]":
    """Return the rows of the production as `plan` takes documents, and the production itself.

    Domain: places: where what goes in is taken from, where what comes out is put.
    """
    import polars as pl

    from lowmark.services.recording.planned import PRODUCTIONS

    ordered = sorted(legs, key=lambda leg: leg.kind != "input")
    schema = {"item": pl.String, "lot": pl.String, "kind": pl.String, "made_on": pl.Date, "expires_on": pl.Date,
              "quantity_micro": pl.Int64, "share_micro": pl.Int64, "value_minor": pl.Int64}  # fmt: skip
    rows = pl.DataFrame([tuple(getattr(leg, name) for name in COLUMNS) for leg in ordered], schema=schema, orient="row")
    is_input, number = pl.col("kind") == "input", pl.int_range(1, pl.len() + 1)
    documents = rows.with_columns(
        row=number, document=pl.lit(document), line=number.cast(pl.String),
        from_location=pl.when(is_input).then(pl.lit(places[0])).otherwise(pl.lit("production")),
        to_location=pl.when(is_input).then(pl.lit("production")).otherwise(pl.lit(places[1])),
        reason=pl.lit("production"), effective_on=pl.lit(on), accounting_on=pl.lit(on),
        received_on=pl.lit(None, dtype=pl.Date), returns_document=pl.lit(""), returns_line=pl.lit(""),
    )  # fmt: skip
    said = {"document": document, "effective_on": on, "accounting_on": on, "abnormal_micro": abnormal_micro,
            **{name: getattr(conversion, name) for name in Conversion.__slots__}}  # fmt: skip
    return documents, pl.DataFrame([said], schema=PRODUCTIONS)
