"""Read cases: JSON lists and YAML files of one, with every number kept as the digits that the file has.

A case is {id, topic, framework, status, source, inputs, expected, tolerance, notes}; what is missing is empty. A number
is a `Figure`, plain decimal text, and never passes through a binary float. What a filing discloses ({company, kind, rows})
is read as a case too: that its roll-forward comes out of its movements.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

TOLERANCE = "0.005"


class Figure(str):
    """A number in plain decimal notation: no exponent, no separators."""

    __slots__ = ()


class BadFile(Exception):
    """A file that holds no cases, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One worked case."""

    id: str
    topic: str
    framework: str
    inputs: Mapping[str, Any]
    expected: Mapping[str, Any]
    tolerance: Figure

    def given(self, name: str) -> Any:
        """Return an input, or none where it is missing or null."""
        return self.inputs.get(name)


def figure(text: str) -> Figure:
    """Return a number as plain decimal text.

    >>> figure("1e3"), figure("-0.50"), figure("7")
    ('1000', '-0.50', '7')
    """
    try:
        number = Decimal(text.replace("_", ""))
    except InvalidOperation:
        raise BadFile(f"{text!r} is not a decimal number") from None
    if not number.is_finite():
        raise BadFile(f"{text!r} is not a number to count with")
    return Figure(format(number, "f"))


def load(path: Path) -> list[Case]:
    """Return the cases of a file, or of all files of a folder, in the order of their names.

    Raises: BadFile.
    """
    if path.is_dir():
        return [case for file in sorted(path.rglob("*")) if file.suffix in _READERS for case in load(file)]
    read = _READERS.get(path.suffix)
    if read is None:
        raise BadFile(f"{path} is neither JSON nor YAML")
    try:
        said = read(path.read_text(encoding="utf-8"))
    except (BadFile, OSError, ValueError, yaml.YAMLError) as error:
        raise BadFile(f"{path} cannot be read: {error}") from None
    rows = said if isinstance(said, list) else [said]
    rows = [_roll_forward(row) if _is_a_filing(row) else row for row in rows]
    if not all(isinstance(row, Mapping) and "topic" in row for row in rows):
        raise BadFile(f"{path} holds no cases: a case has at least a topic, inputs and expected")
    return [_case(row, f"{path.stem}-{number}") for number, row in enumerate(rows, start=1)]


def _is_a_filing(row: object) -> bool:
    return isinstance(row, Mapping) and "topic" not in row and "kind" in row


def _roll_forward(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a filing discloses as a case: its roll-forward comes out of its movements; other facts are a topic of their own."""
    rows = row.get("rows")
    if not rows:
        return {**row, "topic": f"a filing's {row['kind']}s"}
    periods = [{"period": each["period"], "movements": each["movements"]} for each in rows]
    inputs = {"opening": rows[0]["opening"], "periods": periods, "as_published": rows}
    return {
        **row,
        "topic": "roll_forward",
        "inputs": inputs,
        "expected": {"rows": rows, "holds": True, "fault_in_row": "", "fault_in_column": ""},
        "tolerance": "0",
    }


def _case(row: Mapping[str, Any], name: str) -> Case:
    return Case(
        id=str(row.get("id", name)),
        topic=str(row["topic"]),
        framework=str(row.get("framework") or ""),
        inputs=_without_nulls(row.get("inputs") or {}),
        expected=_without_nulls(row.get("expected") or {}),
        tolerance=figure(str(row.get("tolerance") or TOLERANCE)),
    )


def _without_nulls(said: Mapping[str, Any]) -> Mapping[str, Any]:
    return {str(name): value for name, value in said.items() if value is not None}


def _from_json(text: str) -> Any:
    return json.loads(text, parse_int=figure, parse_float=figure, parse_constant=figure)


class _Loader(yaml.SafeLoader):
    """YAML, with numbers as figures."""


def _number(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Figure:
    return figure(loader.construct_scalar(node))


_Loader.add_constructor("tag:yaml.org,2002:int", _number)
_Loader.add_constructor("tag:yaml.org,2002:float", _number)


def _from_yaml(text: str) -> Any:
    return yaml.load(text, Loader=_Loader)  # A SafeLoader with two constructors of our own.


_READERS = {".json": _from_json, ".yaml": _from_yaml, ".yml": _from_yaml}


def rows_of(value: object) -> Sequence[Mapping[str, Any]]:
    """Return a list of mappings, each without its nulls; nothing else is one."""
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        raise BadFile("a list of rows was expected")
    return [_without_nulls(row) for row in value]
