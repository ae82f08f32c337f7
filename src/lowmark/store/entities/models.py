"""Entities, their books, bases, clocks and periods."""

from lowmark.core.tables.books import BOOK
from lowmark.core.tables.catalogues import CATALOGUE
from lowmark.core.tables.cost_bases import COST_BASIS
from lowmark.core.tables.entities import ENTITY
from lowmark.core.tables.entity_clocks import ENTITY_CLOCK
from lowmark.core.tables.ownership import OWNERSHIP
from lowmark.core.tables.period_events import PERIOD_EVENT
from lowmark.core.tables.periods import PERIOD
from lowmark.core.tables.task_assignments import TASK_ASSIGNMENT
from lowmark.core.tables.task_signatures import TASK_SIGNATURE
from lowmark.store.model import model_of

Book = model_of(BOOK, __name__)
Catalogue = model_of(CATALOGUE, __name__)
CostBasis = model_of(COST_BASIS, __name__)
Entity = model_of(ENTITY, __name__)
EntityClock = model_of(ENTITY_CLOCK, __name__)
Period = model_of(PERIOD, __name__)
PeriodEvent = model_of(PERIOD_EVENT, __name__)
TaskAssignment = model_of(TASK_ASSIGNMENT, __name__)
TaskSignature = model_of(TASK_SIGNATURE, __name__)
Ownership = model_of(OWNERSHIP, __name__)
