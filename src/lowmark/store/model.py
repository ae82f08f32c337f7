"""Make a Django model of a noun: names, types, nullability, keys and checks all follow from the one declaration."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from lowmark.core.tables.noun import WHOLE_NUMBERS, Column, Noun
from lowmark.core.tables.registry import BY_NAME
from lowmark.store.fields import DayField


def model_of(noun: Noun, module: str) -> type[models.Model]:
    """Return the Django model of a noun, to be bound to a name in its app's `models` module.

    Domain: `module` is that module's name. Foreign keys are laws of the database; they get no index of their own, for
            a random index costs more than the row (benchmarks/): the noun names the indexes that it needs.
    """
    attributes: dict[str, Any] = {"__module__": module, "__doc__": f"One row is {noun.grain}."}
    if len(noun.key) > 1:
        attributes["pk"] = models.CompositePrimaryKey(*noun.key)
    for name, column in noun.columns.items():
        field_name = name.removesuffix("_id") if column.refers_to else name
        attributes[field_name] = _field(name, column, is_key=noun.key == (name,))
    attributes["Meta"] = type("Meta", (), _meta(noun))
    return type(class_name(noun.name), (models.Model,), attributes)


def class_name(name: str) -> str:
    """Return the class name of a noun.

    >>> class_name("stock_move")
    'StockMove'
    """
    return "".join(part.title() for part in name.split("_"))


def _target(noun: str) -> str:
    """Return Django's name of the model that a column refers to."""
    return settings.AUTH_USER_MODEL if noun == "user" else f"{BY_NAME[noun].app}.{class_name(noun)}"


def _field(name: str, column: Column, *, is_key: bool) -> models.Field[Any, Any]:
    """Return the field of one column."""
    if column.refers_to:
        if is_key:
            return models.OneToOneField(
                _target(column.refers_to), on_delete=models.PROTECT, db_column=name, related_name="+", primary_key=True
            )
        return models.ForeignKey(
            _target(column.refers_to),
            on_delete=models.PROTECT,
            db_column=name,
            db_index=False,
            related_name="+",
            null=column.nullable,
        )
    match column.type:
        case "day":
            return DayField(null=column.nullable)
        case "bool":
            return models.BooleanField()
        case "bytes":
            return models.BinaryField(null=column.nullable)
        case "text":
            return models.TextField(null=column.nullable)
        case "id" if is_key:
            return models.BigAutoField(primary_key=True)  # SQLite's rowid; PostgreSQL's identity, taken in blocks
        case _:
            return models.BigIntegerField(null=column.nullable)


def _meta(noun: Noun) -> dict[str, Any]:
    """Return the options of the model: its table, what is unique, its indexes and its checks."""
    unique = [
        models.UniqueConstraint(fields=[_attribute(noun, c) for c in group], name=f"{noun.name}_u{place}")
        for place, group in enumerate(noun.unique, start=1)
    ]
    checks = [
        models.CheckConstraint(condition=condition, name=f"{noun.name}_{name}_ck")
        for name, column in noun.columns.items()
        if (condition := _condition(name, column)) is not None
    ]
    indexes = [
        models.Index(fields=[_attribute(noun, c) for c in group], name=f"{noun.name[:20]}_i{place}")
        for place, group in enumerate((*noun.indexes, *_sought_by_headers(noun)), start=1)
    ]
    return {"db_table": noun.table, "app_label": noun.app, "constraints": unique + checks, "indexes": indexes}


def _sought_by_headers(noun: Noun) -> list[tuple[str, ...]]:
    """Return the indexes of references to an entry.

    A header comes after its lines; and at every header that has lines waiting, SQLite looks through each table that
    refers to entries for a row that waits too: without an index, through all of it.
    """
    led = {group[0] for group in (noun.key, *noun.unique, *noun.indexes)}
    return [(name,) for name, column in noun.columns.items() if column.refers_to == "entry" and name not in led]


def _attribute(noun: Noun, column: str) -> str:
    """Return the field's name of a column."""
    return column.removesuffix("_id") if noun.columns[column].refers_to else column


def _condition(name: str, column: Column) -> Q | None:
    """Return the check that a column's declaration implies."""
    if column.choices:
        return Q(**{f"{name}__in": column.choices})
    if column.positive:
        return Q(**{f"{name}__gt": 0})
    if column.non_negative:
        return Q(**{f"{name}__gte": 0})
    assert column.type in WHOLE_NUMBERS | {"text", "bool", "bytes"}
    return None
