"""Items, lots and places."""

from lowmark.core.tables.items import ITEM
from lowmark.core.tables.locations import LOCATION
from lowmark.core.tables.lots import LOT
from lowmark.store.model import model_of

Item = model_of(ITEM, __name__)
Location = model_of(LOCATION, __name__)
Lot = model_of(LOT, __name__)
