"""Runs, what they found, what they propose and who decided."""

from lowmark.core.tables.approvals import APPROVAL
from lowmark.core.tables.assessment_estimates import ASSESSMENT_ESTIMATE
from lowmark.core.tables.assessment_evidence import ASSESSMENT_EVIDENCE
from lowmark.core.tables.assessment_levels import ASSESSMENT_LEVEL
from lowmark.core.tables.assessment_markets import ASSESSMENT_MARKET
from lowmark.core.tables.assessment_orders import ASSESSMENT_ORDER
from lowmark.core.tables.assessment_tiers import ASSESSMENT_TIER
from lowmark.core.tables.assessments import ASSESSMENT
from lowmark.core.tables.captions import CAPTION
from lowmark.core.tables.cases import CASE
from lowmark.core.tables.overlays import OVERLAY
from lowmark.core.tables.proposal_layers import PROPOSAL_LAYER
from lowmark.core.tables.proposals import PROPOSAL
from lowmark.core.tables.runs import RUN
from lowmark.store.model import model_of

Approval = model_of(APPROVAL, __name__)
Assessment = model_of(ASSESSMENT, __name__)
AssessmentEstimate = model_of(ASSESSMENT_ESTIMATE, __name__)
AssessmentEvidence = model_of(ASSESSMENT_EVIDENCE, __name__)
AssessmentLevel = model_of(ASSESSMENT_LEVEL, __name__)
AssessmentMarket = model_of(ASSESSMENT_MARKET, __name__)
AssessmentOrder = model_of(ASSESSMENT_ORDER, __name__)
AssessmentTier = model_of(ASSESSMENT_TIER, __name__)
Caption = model_of(CAPTION, __name__)
Case = model_of(CASE, __name__)
Overlay = model_of(OVERLAY, __name__)
Proposal = model_of(PROPOSAL, __name__)
ProposalLayer = model_of(PROPOSAL_LAYER, __name__)
Run = model_of(RUN, __name__)
