"""Goods of a group at fair value less costs to sell: what their holders' tests say they are worth, beside what they stand at.

Before this: a group gathered. After this: the notes of the group. Only members whose policy has that basis are tested.
Source: IAS 2.36(c).
"""

from typing import Final

from lowmark.core.consolidation.exchange import exchange
from lowmark.services.groups.gathering import GatheredGroup
from lowmark.services.policies import policy_in_force
from lowmark.services.testing.gathering import Question, gather
from lowmark.services.testing.run import test_of
from lowmark.store.session import Reader

BASIS: Final = "fair_value_less_costs"


def at_fair_value(reader: Reader, found: GatheredGroup) -> tuple[int, int]:
    """Return what goods on that basis are worth, and what they cost in the books, at the closing rate in the group's currency.

    Domain: goods of which nobody says what they are worth stand at what they cost.
    """
    worth = cost = 0
    for member, figures in found.figures.items():
        entity, reported = found.group.granted[member].entity, figures.reported
        policy = policy_in_force(reader, entity_id=entity.id, framework=figures.book.framework, on=reported.as_of,
                                 known_seq=figures.known_seq, book_id=figures.book.id).policy  # fmt: skip
        if BASIS not in {basis for _, basis in (*policy.bases.of_items, *policy.bases.of_classes)}:
            continue
        question = Question(as_of=reported.as_of, known_seq=figures.known_seq)
        test = test_of(gather(reader, entity=entity, book=figures.book, question=question))
        for row in test.tested.assessed.fair_values.iter_rows(named=True):
            said = row["cost_minor"] if row["value_minor"] is None else row["value_minor"]
            worth, cost = (
                total
                + exchange(amount, rate=reported.rates.closing, of=figures.book.currency, into=found.book.currency)
                for total, amount in ((worth, said), (cost, row["cost_minor"]))
            )
    return worth, cost
