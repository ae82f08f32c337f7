"""Who may do what, and fresh proofs of identity."""

from lowmark.core.tables.approval_limits import APPROVAL_LIMIT
from lowmark.core.tables.approval_rules import APPROVAL_RULE
from lowmark.core.tables.delegations import DELEGATION
from lowmark.core.tables.grants import GRANT
from lowmark.core.tables.step_ups import STEP_UP
from lowmark.store.model import model_of

ApprovalLimit = model_of(APPROVAL_LIMIT, __name__)
ApprovalRule = model_of(APPROVAL_RULE, __name__)
Delegation = model_of(DELEGATION, __name__)
Grant = model_of(GRANT, __name__)
StepUp = model_of(STEP_UP, __name__)
