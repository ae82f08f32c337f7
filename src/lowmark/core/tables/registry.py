"""Every noun, in the order of the chain. A test holds that no file of this folder is missing from it."""

from lowmark.core.tables.account_balances import ACCOUNT_BALANCE
from lowmark.core.tables.account_roles import ACCOUNT_ROLE
from lowmark.core.tables.accounts import ACCOUNT
from lowmark.core.tables.allowance_moves import ALLOWANCE_MOVE
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
from lowmark.core.tables.captions import CAPTION
from lowmark.core.tables.cases import CASE
from lowmark.core.tables.catalogues import CATALOGUE
from lowmark.core.tables.commands import COMMAND
from lowmark.core.tables.cost_bases import COST_BASIS
from lowmark.core.tables.cost_changes import COST_CHANGE
from lowmark.core.tables.cost_flow_components import COST_FLOW_COMPONENT
from lowmark.core.tables.cost_flows import COST_FLOW
from lowmark.core.tables.cost_pools import COST_POOL
from lowmark.core.tables.counts import COUNT
from lowmark.core.tables.demand_forecasts import DEMAND_FORECAST
from lowmark.core.tables.entities import ENTITY
from lowmark.core.tables.entity_clocks import ENTITY_CLOCK
from lowmark.core.tables.entries import ENTRY
from lowmark.core.tables.entry_exports import ENTRY_EXPORT
from lowmark.core.tables.evidence import EVIDENCE
from lowmark.core.tables.evidence_verifications import EVIDENCE_VERIFICATION
from lowmark.core.tables.expected_returns import EXPECTED_RETURN
from lowmark.core.tables.grants import GRANT
from lowmark.core.tables.imports import IMPORTED_FILE
from lowmark.core.tables.item_costings import ITEM_COSTING
from lowmark.core.tables.item_units import ITEM_UNIT
from lowmark.core.tables.items import ITEM
from lowmark.core.tables.journal_counters import JOURNAL_COUNTER
from lowmark.core.tables.layer_allowances import LAYER_ALLOWANCE
from lowmark.core.tables.layers import LAYER
from lowmark.core.tables.lines import LINE
from lowmark.core.tables.locations import LOCATION
from lowmark.core.tables.lots import LOT
from lowmark.core.tables.noun import Noun
from lowmark.core.tables.order_lines import ORDER_LINE
from lowmark.core.tables.overlay_moves import OVERLAY_MOVE
from lowmark.core.tables.overlays import OVERLAY
from lowmark.core.tables.period_events import PERIOD_EVENT
from lowmark.core.tables.periods import PERIOD
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
from lowmark.core.tables.runs import RUN
from lowmark.core.tables.seals import SEAL
from lowmark.core.tables.standard_costs import STANDARD_COST
from lowmark.core.tables.step_ups import STEP_UP
from lowmark.core.tables.stock_moves import STOCK_MOVE
from lowmark.core.tables.strata import STRATUM
from lowmark.core.tables.trial_balance_lines import TRIAL_BALANCE_LINE

NOUNS: tuple[Noun, ...] = (
    ACCOUNT_BALANCE,
    ACCOUNT_ROLE,
    ACCOUNT,
    ALLOWANCE_MOVE,
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
    CAPTION,
    CASE,
    CATALOGUE,
    COMMAND,
    COST_BASIS,
    COST_CHANGE,
    COST_FLOW_COMPONENT,
    COST_FLOW,
    COST_POOL,
    COUNT,
    DEMAND_FORECAST,
    ENTITY,
    ENTITY_CLOCK,
    ENTRY,
    ENTRY_EXPORT,
    EVIDENCE,
    EVIDENCE_VERIFICATION,
    EXPECTED_RETURN,
    GRANT,
    IMPORTED_FILE,
    ITEM_COSTING,
    ITEM_UNIT,
    ITEM,
    JOURNAL_COUNTER,
    LAYER_ALLOWANCE,
    LAYER,
    LINE,
    LOCATION,
    LOT,
    ORDER_LINE,
    OVERLAY_MOVE,
    OVERLAY,
    PERIOD_EVENT,
    PERIOD,
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
    RUN,
    SEAL,
    STANDARD_COST,
    STEP_UP,
    STOCK_MOVE,
    STRATUM,
    TRIAL_BALANCE_LINE,
)

BY_NAME: dict[str, Noun] = {noun.name: noun for noun in NOUNS}
