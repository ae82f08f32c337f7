"""Moves, counts and what is physically there."""

from lowmark.core.tables.catch_weights import CATCH_WEIGHT
from lowmark.core.tables.cost_changes import COST_CHANGE
from lowmark.core.tables.count_postings import COUNT_POSTING
from lowmark.core.tables.counts import COUNT
from lowmark.core.tables.holds import HOLD
from lowmark.core.tables.intercompany_moves import INTERCOMPANY_MOVE
from lowmark.core.tables.kit_lines import KIT_LINE
from lowmark.core.tables.kit_parts import KIT_PART
from lowmark.core.tables.opening_margins import OPENING_MARGIN
from lowmark.core.tables.order_lines import ORDER_LINE
from lowmark.core.tables.place_freezes import PLACE_FREEZE
from lowmark.core.tables.productions import PRODUCTION
from lowmark.core.tables.reservations import RESERVATION
from lowmark.core.tables.shipments import SHIPMENT
from lowmark.core.tables.stock_moves import STOCK_MOVE
from lowmark.core.tables.strata import STRATUM
from lowmark.store.model import model_of

CatchWeight = model_of(CATCH_WEIGHT, __name__)
CostChange = model_of(COST_CHANGE, __name__)
Count = model_of(COUNT, __name__)
CountPosting = model_of(COUNT_POSTING, __name__)
Hold = model_of(HOLD, __name__)
KitLine = model_of(KIT_LINE, __name__)
KitPart = model_of(KIT_PART, __name__)
OpeningMargin = model_of(OPENING_MARGIN, __name__)
OrderLine = model_of(ORDER_LINE, __name__)
PlaceFreeze = model_of(PLACE_FREEZE, __name__)
Production = model_of(PRODUCTION, __name__)
Reservation = model_of(RESERVATION, __name__)
Shipment = model_of(SHIPMENT, __name__)
StockMove = model_of(STOCK_MOVE, __name__)
Stratum = model_of(STRATUM, __name__)
IntercompanyMove = model_of(INTERCOMPANY_MOVE, __name__)
