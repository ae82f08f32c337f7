"""Items, lots and places."""

from lowmark.core.tables.bill_lines import BILL_LINE
from lowmark.core.tables.item_statuses import ITEM_STATUS
from lowmark.core.tables.item_units import ITEM_UNIT
from lowmark.core.tables.items import ITEM
from lowmark.core.tables.locations import LOCATION
from lowmark.core.tables.lots import LOT
from lowmark.core.tables.substitutes import SUBSTITUTE
from lowmark.store.model import model_of

BillLine = model_of(BILL_LINE, __name__)
Item = model_of(ITEM, __name__)
ItemStatus = model_of(ITEM_STATUS, __name__)
ItemUnit = model_of(ITEM_UNIT, __name__)
Location = model_of(LOCATION, __name__)
Lot = model_of(LOT, __name__)
Substitute = model_of(SUBSTITUTE, __name__)
