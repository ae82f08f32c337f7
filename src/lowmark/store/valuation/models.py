"""Cost pools and their layers."""

from lowmark.core.tables.cost_pools import COST_POOL
from lowmark.core.tables.item_costings import ITEM_COSTING
from lowmark.core.tables.layers import LAYER
from lowmark.core.tables.pool_balances import POOL_BALANCE
from lowmark.store.model import model_of

CostPool = model_of(COST_POOL, __name__)
ItemCosting = model_of(ITEM_COSTING, __name__)
Layer = model_of(LAYER, __name__)
PoolBalance = model_of(POOL_BALANCE, __name__)
