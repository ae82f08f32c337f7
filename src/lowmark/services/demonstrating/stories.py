"""The stories that the demo can tell: the group's close, or that of a company of one industry.

Before this: the sample. After this: the demo takes their steps, one after the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from lowmark.industries.read import read_pack
from lowmark.sample import company
from lowmark.sample.entities import ENTITIES
from lowmark.sample.story import STEPS, Step, files
from lowmark.sample.trade_story import trade_files, trade_steps

MOVES = 3_600
MOVES_OF_A_TRADE = 120


@dataclass(frozen=True, slots=True)
class Story:
    """The entities that it is about, its steps, its tables, and the files that they are brought in."""

    entities: tuple[str, ...]
    steps: tuple[Step, ...]
    tables: Mapping[str, Mapping[str, pl.DataFrame]]
    files: Mapping[str, Mapping[str, bytes]]


def codes(industry: str) -> tuple[str, ...]:
    """Return the entities of a story.

    Raises: Problem ``unknown_industry``.

    >>> codes(""), codes("healthcare")
    (('MAPLE', 'THAMES', 'RIDGE'), ('STJUDE',))
    """
    if not industry:
        return tuple(entity.code for entity in ENTITIES)
    return tuple(one["code"] for one in read_pack(industry).sample["entities"])


def story_of(industry: str, *, seed: int) -> Story:
    """Return the story of an industry; of the group where it is empty."""
    found = codes(industry)
    moves = MOVES_OF_A_TRADE if industry else MOVES
    tables = company(seed=seed, moves=moves, entities=len(found), industry=industry)
    if not industry:
        return Story(found, STEPS, tables, files(tables))
    pack = read_pack(industry)
    proposals = tuple(one.name for one in pack.proposals)
    return Story(
        found,
        trade_steps(industry=industry, sample=pack.sample, proposals=proposals),
        tables,
        trade_files(tables, pack.sample),
    )
