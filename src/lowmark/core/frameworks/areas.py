"""Areas beside inventories: significance, commitments, interim, deferred tax, disclosure, and the rules of tax books.

Before this: the parsed files of one area, and an entity's settings in it. After this: statements, commitments, tax and
write-downs, which take the typed policies that `reporting` makes of the values. Each area is a document of its own, with
a hash of its own, so that a run of write-downs is not another one because a rule on disclosure has changed.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from lowmark.core.frameworks.reporting import canonical_value
from lowmark.core.frameworks.resolve import (
    PolicyFact,
    Source,
    Tree,
    canonical_text,
    in_force,
    references_of,
    require_settable,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaDocument:
    """What holds of one area on a day: canonical text, its SHA-256, values by path, and the source of each."""

    framework: str
    text: str
    area_hash: bytes
    values: Mapping[str, Any]
    sources: Mapping[str, Source]


def resolve_area(*, framework: str, tree: Tree, facts: Sequence[PolicyFact], on: date) -> AreaDocument:
    """Return what holds of an area on a day, as one canonical document: an entity's settings over the framework's.

    Domain: ``tree`` is one area's parameters, and ``facts`` are the entity's settings of paths in it.
    Raises: Problem ``unknown_parameter``, ``parameter_not_settable``, ``bad_parameter_value`` or ``no_value_in_force``.
    Source: which paragraphs are behind a parameter is its file's to say.

    >>> said = {"values": {date(2005, 1, 1): "recognised"}, "reference": [], "entity_may_set": False}
    >>> found = resolve_area(framework="ours", tree={"interim/temporary_declines": said}, facts=[], on=date(2026, 1, 1))
    >>> dict(found.values)
    {'interim/temporary_declines': 'recognised'}
    """
    for fact in facts:
        require_settable(framework, tree, fact.path)

    values, sources = {}, {}
    for path, parameter in sorted(tree.items()):
        level, valid_from, value = in_force(path, parameter, facts, on)
        values[path] = canonical_value(path, value)
        sources[path] = Source(level=level, valid_from=valid_from, references=references_of(parameter))
    text = canonical_text(framework, values, sources)

    return AreaDocument(
        framework=framework, text=text, area_hash=hashlib.sha256(text.encode()).digest(),
        values=MappingProxyType(values), sources=MappingProxyType(sources),
    )  # fmt: skip
