"""What each event did to cost and allowance, layer by layer."""

from lowmark.core.tables.allowance_moves import ALLOWANCE_MOVE
from lowmark.core.tables.cost_flows import COST_FLOW
from lowmark.core.tables.layer_allowances import LAYER_ALLOWANCE
from lowmark.core.tables.opening_retail import OPENING_RETAIL
from lowmark.core.tables.opening_tax_bases import OPENING_TAX_BASE
from lowmark.core.tables.overlay_moves import OVERLAY_MOVE
from lowmark.core.tables.pool_estimates import POOL_ESTIMATE
from lowmark.core.tables.pool_layers import POOL_LAYER
from lowmark.store.model import model_of

AllowanceMove = model_of(ALLOWANCE_MOVE, __name__)
CostFlow = model_of(COST_FLOW, __name__)
LayerAllowance = model_of(LAYER_ALLOWANCE, __name__)
OpeningRetail = model_of(OPENING_RETAIL, __name__)
OpeningTaxBase = model_of(OPENING_TAX_BASE, __name__)
OverlayMove = model_of(OVERLAY_MOVE, __name__)
PoolEstimate = model_of(POOL_ESTIMATE, __name__)
PoolLayer = model_of(POOL_LAYER, __name__)
