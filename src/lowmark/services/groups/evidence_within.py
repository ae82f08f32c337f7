"""Evidence that is the group's own word: prices between its members, which say nothing of what goods fetch outside it.

Before this: evidence and open orders of a holder. After this: the test at the level of the group, which leaves it out and shows
where. A price is within the group where its document is that of a declared sale or purchase within it, or its channel is a member.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import polars as pl

from lowmark.core.kinds.day import LAST, from_day
from lowmark.services.testing.gathering import Gathered
from lowmark.store.evidence.read import documents
from lowmark.store.session import Reader
from lowmark.store.stock import intercompany


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A price that does not count at the level of the group."""

    holder: str
    item: str
    document: str
    line: str
    kind: str
    because: str


def without_own_word(
    reader: Reader, gathered: Gathered, *, holder: str, members: Collection[str], items: Iterable[int]
) -> tuple[Gathered, tuple[LeftOut, ...]]:
    """Return what a test is made of without evidence from within the group, and what of some items is left out of it."""
    entity_id, known_seq, wanted = gathered.entity.id, gathered.question.known_seq, {*items}
    sides = [side for side in intercompany.sides(reader, entity_id, as_of=from_day(LAST), known_seq=known_seq)
             if side["counterparty"] in members]  # fmt: skip
    whom = {name: side["counterparty"] for side in sides for name in (side["document"], side["reference"])}
    out: dict[int, LeftOut] = {}
    for row in documents(reader, entity_id, evidence=gathered.evidence["evidence"].to_list(),
                         orders=dict(gathered.orders.rows()), known_seq=known_seq):  # fmt: skip
        other = row.channel if row.channel in members else whom.get(row.document, "")
        if other and other != holder:
            said = f"on the channel of {other}" if row.channel == other else f"a price between {holder} and {other}"
            out[row.evidence] = LeftOut(holder=holder, item=row.item if row.item_id in wanted else "", document=row.document,
                                        line=row.line, kind=row.kind, because=said)  # fmt: skip
    kept = gathered.evidence.filter(~pl.col("evidence").is_in([*out]))
    return replace(gathered, evidence=kept), tuple(each for each in out.values() if each.item)
