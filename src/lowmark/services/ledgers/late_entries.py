"""Propose what a late entry is: the day of what it rests on against the end of its year, its amount against that year's figures.

Before this: an entry that somebody says belongs to an earlier year. After this: `classify-entry`.
"""

from lowmark.core.frameworks.reporting import significance_policy
from lowmark.core.kinds.day import from_day
from lowmark.core.statements.late_entries import LateEntry, Proposed, propose_class
from lowmark.core.statements.significance import Benchmark, Circumstances, assess_significance
from lowmark.services.access import Granted
from lowmark.services.areas import area_in_force
from lowmark.services.ledgers.figures import stated_at
from lowmark.services.ledgers.significance import FLOWS, STOCKS
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book
from lowmark.store.ledger import classifications
from lowmark.store.session import Reader, Row


def propose_classification(
    reader: Reader, granted: Granted, book: Book, entry: Row, *, origin_year: int, result_minor: int
) -> Proposed:
    """Return what the rules say of an entry, with the reasons."""
    entity = granted.entity
    ended = from_day(entity.calendar.year(origin_year)[1])
    known_seq = entities_read.known_seq(reader, entity.id)
    others = [row["result_minor"] for row in classifications.classified(reader, book.id, known_seq)
              if row["classified"] == "immaterial_error" and row["origin_year"] == origin_year]  # fmt: skip
    policy = significance_policy(area_in_force(
        reader, entity_id=entity.id, framework=book.framework, area="significance", on=ended, known_seq=known_seq,
        book_id=book.id,
    ).values)  # fmt: skip
    figures = stated_at(reader, granted, book, as_of=ended, known_seq=known_seq).posted
    amount = result_minor + sum(others)
    found = assess_significance(
        charges_minor=[abs(amount)], policy=policy,
        benchmarks=[Benchmark(name=name, basis=policy.basis, amount_minor=getattr(figures, figure))
                    for name, figure in (FLOWS | STOCKS).items()],
        circumstances=Circumstances(
            profit_before_tax_minor=figures.profit_before_tax_minor if amount > 0 else None
        ),
    )  # fmt: skip
    return propose_class(LateEntry(
        event=entry["event"], happened_on=classifications.happened_on(reader, entry["id"]), year_ended_on=ended,
        size=found.size, size_words=found.reasons, others=len(others),
    ))  # fmt: skip
