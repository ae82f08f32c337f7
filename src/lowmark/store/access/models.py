"""Who may do what, and fresh proofs of identity."""

from lowmark.core.tables.grants import GRANT
from lowmark.core.tables.step_ups import STEP_UP
from lowmark.store.model import model_of

Grant = model_of(GRANT, __name__)
StepUp = model_of(STEP_UP, __name__)
