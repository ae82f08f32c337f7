"""The one sample: a small group that does not exist, its source documents, and its walk through two period ends.

Before this: a seed. After this: tests, benchmarks, the demo. Nothing else makes data. The same seed and number of
moves give the same tables, to the last character.
"""

from lowmark.sample.companies import company
from lowmark.sample.entities import EntityFacts, facts
from lowmark.sample.outside_ledger import trial_balance

__all__ = ["EntityFacts", "company", "facts", "trial_balance"]
