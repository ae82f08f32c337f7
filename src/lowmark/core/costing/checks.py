"""Refuse tables that cannot be costed, before any work: a missing column, a quantity of zero, a value on an issue.

Before this: the caller's frames. After this: `cost`, which may rely on every word of its docstring.
"""

from dataclasses import dataclass
from typing import Final

import polars as pl

from lowmark.core.kinds.arithmetic import INT64_MAX
from lowmark.core.kinds.problems import Problem

DAY_TYPES: Final = (pl.Int32, pl.Date)
MOVE_COLUMNS: Final = ("pool", "move", "accounting_on", "known_seq", "quantity_micro")
LAYER_COLUMNS: Final = ("pool", "layer", "opened_on", "known_seq", "quantity_micro", "consumed_micro")


@dataclass(frozen=True, slots=True)
class Law:
    """What must not be true of any row, under the code that names it."""

    code: str
    broken: pl.Expr
    message: str
    hint: str


def require_components(components: tuple[str, ...]) -> None:
    """Raise Problem ``bad_components`` unless there is at least one component, each once, none named like a key."""
    taken = {*MOVE_COLUMNS, *LAYER_COLUMNS, "kind", "day", "seq", "quantity", "consumed", "brought_in", "period",
             "method"}  # fmt: skip
    if not components or len(set(components)) < len(components) or taken & set(components):
        raise Problem("bad_components", f"{components} are not names of value columns",
                      hint="name each column of value once, such as ('value_minor',)")  # fmt: skip


def require_moves(moves: pl.DataFrame, components: tuple[str, ...]) -> None:
    """Raise the first Problem that a table of moves has."""
    require_columns(moves, "moves", MOVE_COLUMNS, components)
    received, values = pl.col("quantity_micro") > 0, [pl.col(name) for name in components]
    require_laws(moves, "move", [
        no_null(MOVE_COLUMNS),
        Law("zero_quantity", pl.col("quantity_micro") == 0, "a move has a quantity of zero",
            "leave out moves of nothing; a change of value alone is a revaluation"),
        Law("out_of_range", pl.col("quantity_micro") < -INT64_MAX, "a quantity is out of range", ""),
        Law("no_value", received & pl.any_horizontal(value.is_null() for value in values),
            "a receipt has no value", "every receipt carries its value; that of a free sample is zero"),
        Law("negative_value", received & pl.any_horizontal(value < 0 for value in values),
            "a receipt has a negative value", "a purchase return is an issue, a rebate a revaluation"),
        Law("value_on_issue", ~received & pl.any_horizontal(value != 0 for value in values),
            "an issue has a value", "leave it empty: what an issue costs is what this works out"),
    ])  # fmt: skip


def require_layers(layers: pl.DataFrame, components: tuple[str, ...]) -> None:
    """Raise the first Problem that a table of open layers has."""
    require_columns(layers, "layers", LAYER_COLUMNS, components)
    came, consumed = pl.col("quantity_micro"), pl.col("consumed_micro")
    require_laws(layers, "layer", [
        no_null((*LAYER_COLUMNS, *components)),
        Law("zero_quantity", came <= 0, "a layer did not come with a positive quantity", ""),
        Law("bad_consumed", (consumed < 0) | (consumed > came), "more of a layer is consumed than came, or less than 0",
            "give the quantity with which it came, and how much of that has gone so far"),
        Law("negative_value", pl.any_horizontal(pl.col(name) < 0 for name in components),
            "a layer has a negative value", ""),
    ])  # fmt: skip


def require_kinds(moves: pl.DataFrame) -> None:
    """Raise the first Problem with the kinds of flow that moves name, if they do."""
    if "kind" not in moves.columns:
        return
    if moves.schema["kind"] != pl.String:
        raise Problem("wrong_type", f"column kind of moves is {moves.schema['kind']}", hint="give it as String",
                      where={"table": "moves", "column": "kind"})  # fmt: skip
    received = pl.col("quantity_micro") > 0
    require_laws(moves, "move", [
        Law("bad_kind", ~pl.col("kind").is_in(["receipt", "issue", "re_pool"]), "a move has a kind that it cannot have",
            "use receipt, issue or re_pool, or leave it empty"),
        Law("bad_kind", pl.col("kind") == pl.when(received).then(pl.lit("issue")).otherwise(pl.lit("receipt")),
            "a move's kind goes against its sign", "receipts are positive, issues negative"),
    ])  # fmt: skip


def no_null(columns: tuple[str, ...]) -> Law:
    """Return the law that these columns are filled."""
    return Law("missing_value", pl.any_horizontal(pl.col(name).is_null() for name in columns),
               "a row lacks a number", f"fill {', '.join(columns)}")  # fmt: skip


def require_columns(frame: pl.DataFrame, table: str, keys: tuple[str, ...], components: tuple[str, ...]) -> None:
    """Raise Problem ``missing_column`` or ``wrong_type`` unless the columns are there."""
    for name in (*keys, *components):
        types = DAY_TYPES if name in ("accounting_on", "opened_on") else (pl.Int64,)
        wanted = " or ".join(str(each) for each in types)
        if name not in frame.columns:
            raise Problem("missing_column", f"{table} have no column {name}", hint=f"add it as {wanted}",
                          where={"table": table, "column": name})  # fmt: skip
        if frame.schema[name] not in types:
            raise Problem("wrong_type", f"column {name} of {table} is {frame.schema[name]}",
                          hint=f"give it as {wanted}", where={"table": table, "column": name})  # fmt: skip


def require_laws(frame: pl.DataFrame, key: str, laws: list[Law]) -> None:
    """Raise the Problem of the first law that some row breaks, with the key of the first such row."""
    found = frame.select(law.broken.any().alias(str(number)) for number, law in enumerate(laws)).row(0)
    for law, is_broken in zip(laws, found, strict=True):
        if is_broken:
            first = frame.filter(law.broken)[key][0]
            raise Problem(law.code, law.message, hint=law.hint, where={key: first})
