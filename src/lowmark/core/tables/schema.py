"""Make a dataframely schema of a noun, when a frame needs one. It imports polars: one posting never comes here.

Before this: the nouns. After this: the store, which holds every frame against its noun before the database does.
"""

from collections.abc import Callable
from functools import cache

import dataframely as dy
import polars as pl

from lowmark.core.tables.noun import HASH_COLUMNS, Column, Noun
from lowmark.core.tables.registry import BY_NAME

POLARS_TYPES: dict[str, pl.DataType] = {
    "id": pl.Int64(),
    "int": pl.Int64(),
    "micro": pl.Int64(),
    "minor": pl.Int64(),
    "instant": pl.Int64(),
    "day": pl.Date(),
    "bool": pl.Boolean(),
    "text": pl.String(),
    "bytes": pl.Binary(),
}


@cache
def schema_of(name: str) -> type[dy.Schema]:
    """Return the dataframely schema of the noun called `name`, as it is before the store adds its hash.

    Raises: KeyError for a noun that is not there: a programmer's mistake.

    >>> sorted(schema_of("catalogue").column_names())
    ['code', 'id', 'name']
    """
    noun = BY_NAME[name]
    given = {column: spec for column, spec in noun.columns.items() if column not in HASH_COLUMNS}
    columns = {column: _column(noun, column, spec) for column, spec in given.items()}
    return type(name.title().replace("_", ""), (dy.Schema,), columns)


def _column(noun: Noun, name: str, spec: Column) -> dy.Column:
    """Return the dataframely column of one column of a noun."""
    is_key = name in noun.key
    said = {"unit": spec.unit, "meaning": spec.meaning, "example": spec.example}
    match spec.type:
        case "day":
            return dy.Date(nullable=spec.nullable, primary_key=is_key, metadata=said)
        case "bool":
            return dy.Bool(nullable=spec.nullable, metadata=said)
        case "text":
            is_one = {"choice": _one_of(spec.choices)} if spec.choices else None
            return dy.String(nullable=spec.nullable, primary_key=is_key, metadata=said, check=is_one)
        case "bytes":
            return dy.Binary(nullable=spec.nullable, metadata=said)
        case _:
            least = 1 if spec.positive else 0 if spec.non_negative else None
            return dy.Int64(nullable=spec.nullable, primary_key=is_key, min=least, metadata=said)


def _one_of(choices: tuple[str, ...]) -> Callable[[pl.Expr], pl.Expr]:
    """Return the check that a word is one of a closed set."""
    return lambda column: column.is_in(choices)
