"""Every noun, in the order of the chain. A test holds that no file of this folder is missing from it."""

from lowmark.core.tables.account_balances import ACCOUNT_BALANCE
from lowmark.core.tables.account_mappings import ACCOUNT_MAPPING
from lowmark.core.tables.account_roles import ACCOUNT_ROLE
from lowmark.core.tables.accounts import ACCOUNT
from lowmark.core.tables.allowance_moves import ALLOWANCE_MOVE
from lowmark.core.tables.approval_limits import APPROVAL_LIMIT
from lowmark.core.tables.approval_rules import APPROVAL_RULE
from lowmark.core.tables.approvals import APPROVAL
from lowmark.core.tables.assessment_estimates import ASSESSMENT_ESTIMATE
from lowmark.core.tables.assessment_evidence import ASSESSMENT_EVIDENCE
from lowmark.core.tables.assessment_levels import ASSESSMENT_LEVEL
from lowmark.core.tables.assessment_markets import ASSESSMENT_MARKET
from lowmark.core.tables.assessment_orders import ASSESSMENT_ORDER
from lowmark.core.tables.assessment_tiers import ASSESSMENT_TIER
from lowmark.core.tables.assessments import ASSESSMENT
from lowmark.core.tables.audits import AUDIT
from lowmark.core.tables.bill_lines import BILL_LINE
from lowmark.core.tables.books import BOOK
from lowmark.core.tables.budget_lines import BUDGET_LINE
from lowmark.core.tables.captions import CAPTION
from lowmark.core.tables.cases import CASE
from lowmark.core.tables.catalogues import CATALOGUE
from lowmark.core.tables.catch_weights import CATCH_WEIGHT
from lowmark.core.tables.commands import COMMAND
from lowmark.core.tables.commitment_changes import COMMITMENT_CHANGE
from lowmark.core.tables.consolidation_lines import CONSOLIDATION_LINE
from lowmark.core.tables.consolidation_members import CONSOLIDATION_MEMBER
from lowmark.core.tables.consolidations import CONSOLIDATION
from lowmark.core.tables.cost_bases import COST_BASIS
from lowmark.core.tables.cost_changes import COST_CHANGE
from lowmark.core.tables.cost_flows import COST_FLOW
from lowmark.core.tables.cost_pools import COST_POOL
from lowmark.core.tables.count_postings import COUNT_POSTING
from lowmark.core.tables.counts import COUNT
from lowmark.core.tables.delegations import DELEGATION
from lowmark.core.tables.demand_corrections import DEMAND_CORRECTION
from lowmark.core.tables.demand_forecasts import DEMAND_FORECAST
from lowmark.core.tables.dimension_rules import DIMENSION_RULE
from lowmark.core.tables.dimension_values import DIMENSION_VALUE
from lowmark.core.tables.entities import ENTITY
from lowmark.core.tables.entity_clocks import ENTITY_CLOCK
from lowmark.core.tables.entries import ENTRY
from lowmark.core.tables.entry_classifications import ENTRY_CLASSIFICATION
from lowmark.core.tables.entry_exports import ENTRY_EXPORT
from lowmark.core.tables.evidence import EVIDENCE
from lowmark.core.tables.evidence_verifications import EVIDENCE_VERIFICATION
from lowmark.core.tables.expected_returns import EXPECTED_RETURN
from lowmark.core.tables.forecast_scores import FORECAST_SCORE
from lowmark.core.tables.formula_change_decisions import FORMULA_CHANGE_DECISION
from lowmark.core.tables.formula_change_effects import FORMULA_CHANGE_EFFECT
from lowmark.core.tables.formula_change_items import FORMULA_CHANGE_ITEM
from lowmark.core.tables.formula_changes import FORMULA_CHANGE
from lowmark.core.tables.grants import GRANT
from lowmark.core.tables.holds import HOLD
from lowmark.core.tables.imports import IMPORTED_FILE
from lowmark.core.tables.intercompany_moves import INTERCOMPANY_MOVE
from lowmark.core.tables.item_costings import ITEM_COSTING
from lowmark.core.tables.item_statuses import ITEM_STATUS
from lowmark.core.tables.item_units import ITEM_UNIT
from lowmark.core.tables.items import ITEM
from lowmark.core.tables.journal_counters import JOURNAL_COUNTER
from lowmark.core.tables.journal_decisions import JOURNAL_DECISION
from lowmark.core.tables.journal_draft_lines import JOURNAL_DRAFT_LINE
from lowmark.core.tables.journal_drafts import JOURNAL_DRAFT
from lowmark.core.tables.journal_postings import JOURNAL_POSTING
from lowmark.core.tables.kit_lines import KIT_LINE
from lowmark.core.tables.kit_parts import KIT_PART
from lowmark.core.tables.layer_allowances import LAYER_ALLOWANCE
from lowmark.core.tables.layers import LAYER
from lowmark.core.tables.line_dimensions import LINE_DIMENSION
from lowmark.core.tables.lines import LINE
from lowmark.core.tables.locations import LOCATION
from lowmark.core.tables.lots import LOT
from lowmark.core.tables.noun import Noun
from lowmark.core.tables.opening_items import OPENING_ITEM
from lowmark.core.tables.opening_margins import OPENING_MARGIN
from lowmark.core.tables.opening_retail import OPENING_RETAIL
from lowmark.core.tables.opening_tax_bases import OPENING_TAX_BASE
from lowmark.core.tables.order_lines import ORDER_LINE
from lowmark.core.tables.overlay_moves import OVERLAY_MOVE
from lowmark.core.tables.overlays import OVERLAY
from lowmark.core.tables.ownership import OWNERSHIP
from lowmark.core.tables.period_events import PERIOD_EVENT
from lowmark.core.tables.periods import PERIOD
from lowmark.core.tables.place_freezes import PLACE_FREEZE
from lowmark.core.tables.plan_actions import PLAN_ACTION
from lowmark.core.tables.plan_decisions import PLAN_DECISION
from lowmark.core.tables.plan_terms import PLAN_TERM
from lowmark.core.tables.plans import PLAN
from lowmark.core.tables.policies import POLICY
from lowmark.core.tables.policy_documents import POLICY_DOCUMENT
from lowmark.core.tables.pool_balances import POOL_BALANCE
from lowmark.core.tables.pool_estimates import POOL_ESTIMATE
from lowmark.core.tables.pool_layers import POOL_LAYER
from lowmark.core.tables.productions import PRODUCTION
from lowmark.core.tables.proposal_layers import PROPOSAL_LAYER
from lowmark.core.tables.proposals import PROPOSAL
from lowmark.core.tables.rates import RATE
from lowmark.core.tables.reservations import RESERVATION
from lowmark.core.tables.reviews import REVIEW
from lowmark.core.tables.runs import RUN
from lowmark.core.tables.seals import SEAL
from lowmark.core.tables.shipments import SHIPMENT
from lowmark.core.tables.shrinkage_accruals import SHRINKAGE_ACCRUAL
from lowmark.core.tables.standard_costs import STANDARD_COST
from lowmark.core.tables.step_ups import STEP_UP
from lowmark.core.tables.stock_moves import STOCK_MOVE
from lowmark.core.tables.strata import STRATUM
from lowmark.core.tables.substitutes import SUBSTITUTE
from lowmark.core.tables.task_assignments import TASK_ASSIGNMENT
from lowmark.core.tables.task_signatures import TASK_SIGNATURE
from lowmark.core.tables.trial_balance_lines import TRIAL_BALANCE_LINE

NOUNS: tuple[Noun, ...] = (
    ACCOUNT_BALANCE,
    ACCOUNT_MAPPING,
    ACCOUNT_ROLE,
    ACCOUNT,
    ALLOWANCE_MOVE,
    APPROVAL_LIMIT,
    APPROVAL_RULE,
    APPROVAL,
    ASSESSMENT_ESTIMATE,
    ASSESSMENT_EVIDENCE,
    ASSESSMENT_LEVEL,
    ASSESSMENT_MARKET,
    ASSESSMENT_ORDER,
    ASSESSMENT_TIER,
    ASSESSMENT,
    AUDIT,
    BILL_LINE,
    BOOK,
    BUDGET_LINE,
    OPENING_ITEM,
    OPENING_MARGIN,
    OPENING_RETAIL,
    OPENING_TAX_BASE,
    CAPTION,
    CASE,
    CATALOGUE,
    CATCH_WEIGHT,
    COMMAND,
    CONSOLIDATION_LINE,
    CONSOLIDATION_MEMBER,
    CONSOLIDATION,
    COST_BASIS,
    COST_CHANGE,
    COST_FLOW,
    COST_POOL,
    COUNT_POSTING,
    COUNT,
    DELEGATION,
    DEMAND_CORRECTION,
    DEMAND_FORECAST,
    DIMENSION_RULE,
    DIMENSION_VALUE,
    ENTITY,
    ENTITY_CLOCK,
    ENTRY,
    ENTRY_CLASSIFICATION,
    ENTRY_EXPORT,
    EVIDENCE,
    EVIDENCE_VERIFICATION,
    EXPECTED_RETURN,
    FORECAST_SCORE,
    GRANT,
    HOLD,
    IMPORTED_FILE,
    INTERCOMPANY_MOVE,
    ITEM_COSTING,
    ITEM_STATUS,
    ITEM_UNIT,
    ITEM,
    JOURNAL_COUNTER,
    JOURNAL_DECISION,
    JOURNAL_DRAFT_LINE,
    JOURNAL_DRAFT,
    JOURNAL_POSTING,
    KIT_LINE,
    KIT_PART,
    COMMITMENT_CHANGE,
    LAYER_ALLOWANCE,
    LAYER,
    LINE_DIMENSION,
    LINE,
    LOCATION,
    LOT,
    ORDER_LINE,
    OVERLAY_MOVE,
    OVERLAY,
    OWNERSHIP,
    PERIOD_EVENT,
    PERIOD,
    PLACE_FREEZE,
    PLAN_ACTION,
    PLAN_DECISION,
    PLAN_TERM,
    PLAN,
    POLICY,
    POLICY_DOCUMENT,
    POOL_BALANCE,
    POOL_ESTIMATE,
    POOL_LAYER,
    PRODUCTION,
    PROPOSAL_LAYER,
    PROPOSAL,
    RATE,
    RESERVATION,
    REVIEW,
    RUN,
    SEAL,
    FORMULA_CHANGE,
    FORMULA_CHANGE_DECISION,
    FORMULA_CHANGE_EFFECT,
    FORMULA_CHANGE_ITEM,
    SHIPMENT,
    SHRINKAGE_ACCRUAL,
    STANDARD_COST,
    STEP_UP,
    STOCK_MOVE,
    STRATUM,
    SUBSTITUTE,
    TASK_ASSIGNMENT,
    TASK_SIGNATURE,
    TRIAL_BALANCE_LINE,
)

BY_NAME: dict[str, Noun] = {noun.name: noun for noun in NOUNS}
