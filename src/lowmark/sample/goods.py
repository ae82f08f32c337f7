"""The goods of the sample, as data: what they are called, cost and fetch, and how their market goes through the year.

Prices and costs are in minor units of the entity that lists them. A price is one and a half times the cost or a little
more, so that goods of a steady market are never below cost, whatever the seed; those of a falling one are by October,
and those of a recovering one were in September. What the manufacturer makes costs its components and the conversion.
"""

from dataclasses import dataclass
from typing import Final, Literal

Trend = Literal["steady", "falling", "recovering"]

TRENDS: Final[dict[Trend, tuple[int, ...]]] = {
    "steady": (1000,) * 13,
    "falling": (1000, 1000, 1000, 1000, 1000, 1000, 960, 800, 660, 580, 540, 500, 480),
    "recovering": (1000, 1000, 1000, 1000, 1000, 980, 900, 760, 600, 570, 550, 960, 970),
}
"""The price of each month, November to the November after, in thousandths of the first."""


@dataclass(frozen=True, slots=True)
class Good:
    """One item: its cost and first price in minor units per base unit.

    Domain: ``is_listed`` where there is a price list; ``is_restocked`` where more comes in during the year;
            ``is_serial`` where each unit has a number. ``allowance`` is last year's, in thousandths of the cost.
    """

    code: str
    name: str
    category: str
    cost_minor: int
    price_minor: int
    trend: Trend = "steady"
    base_unit: str = "EA"
    shelf_life_days: int | None = None
    item_class: str = "merchandise"
    is_listed: bool = True
    is_restocked: bool = True
    is_serial: bool = False
    allowance: int = 0

    @property
    def tracking(self) -> str:
        """What keeps for a limited time is followed by its lot, a device by its serial number."""
        if self.is_serial:
            return "serial"
        return "none" if self.shelf_life_days is None else "lot"


@dataclass(frozen=True, slots=True)
class Bill:
    """How a good is made: three components in tenths of their unit, and what the conversion costs in minor units."""

    components: tuple[tuple[str, int], tuple[str, int], tuple[str, int]]
    conversion_minor: int


SHARED: Final = (
    Good("AID-KIT-1", "First-aid kit, day walk", "First aid", 14_20, 23_90, shelf_life_days=1095),
    Good("AID-BLKT", "Rescue blanket, foil", "First aid", 1_05, 1_95),
)
"""Stocked by both entities, which share one catalogue."""

MAPLE_GOODS: Final = (
    Good("TENT-2", "Ridgeline tent, two persons", "Tents", 148_50, 239_00, item_class="finished_goods"),
    Good("WATCH-S2", "Summit navigation watch, series 2", "Navigation", 212_00, 325_00, "falling"),
    Good("LAMP-450", "Head lamp, 450 lumen", "Lighting", 21_40, 32_50, "recovering", allowance=80),
    Good("TENT-4", "Ridgeline tent, four persons", "Tents", 236_00, 379_00),
    Good("BAG-M7", "Sleeping bag, down, -7 C", "Sleeping", 118_75, 189_00),
    Good("DRONE-4K", "Trail camera drone, 4K", "Electronics", 384_00, 579_00, "falling"),
    Good("PACK-45", "Rucksack, 45 litres", "Packs", 72_30, 119_00, item_class="finished_goods"),
    Good("PACK-65", "Rucksack, 65 litres", "Packs", 96_80, 159_00),
    Good("STOVE-G", "Gas stove, folding", "Cooking", 28_60, 46_50),
    Good("POT-SET", "Pot set, titanium, three pieces", "Cooking", 54_00, 89_00),
    Good("CORD-5", "Cord, 5 mm, by the metre", "Climbing", 1_12, 1_89, base_unit="M"),
    Good("ROPE-60", "Climbing rope, 9.8 mm, 60 m", "Climbing", 124_40, 199_00),
    Good("HARN-M", "Climbing harness, medium", "Climbing", 41_90, 68_00),
    Good("CARAB-D", "Carabiner, D, locking", "Climbing", 7_35, 12_50),
    Good("BOOT-42", "Hiking boot, leather, 42", "Footwear", 88_20, 145_00),
    Good("BOOT-44", "Hiking boot, leather, 44", "Footwear", 88_20, 145_00),
    Good("GAITER", "Gaiters, pair", "Footwear", 18_60, 31_00),
    Good("SHELL-L", "Rain shell, large", "Clothing", 94_10, 155_00),
    Good("FLEECE-M", "Fleece, medium", "Clothing", 33_80, 56_00, is_restocked=False, allowance=250),
    Good("BOTTLE-1", "Bottle, steel, one litre", "Hydration", 11_25, 18_90),
    Good("FILTER-W", "Water filter, squeeze", "Hydration", 19_70, 33_50),
    Good("MAT-R4", "Sleeping mat, R 4.2", "Sleeping", 63_00, 104_00),
    Good("POLES-C", "Walking poles, carbon, pair", "Navigation", 58_40, 96_00),
    Good("BEAR-SPR", "Bear spray, 225 g", "Safety", 22_10, 37_00, shelf_life_days=1095),
    Good("MEAL-CUR", "Trail meal, lentil curry", "Food", 5_40, 8_90, shelf_life_days=730),
    Good("BAR-OAT", "Oat bar, box of 16", "Food", 13_20, 21_50, shelf_life_days=420),
    Good("ATLAS-W", "Trail atlas, western Canada", "Navigation", 9_80, 16_50, is_listed=False, is_restocked=False),
    *SHARED,
)

THAMES_GOODS: Final = (
    Good("GLOVE-N-M", "Nitrile gloves, medium, box of 200", "Gloves", 6_10, 9_20, "recovering", shelf_life_days=1460),
    Good("MASK-FFP2", "Respirator FFP2, box of 20", "Masks", 8_40, 12_70, "falling", shelf_life_days=1095),
    Good(
        "TEST-AG", "Rapid antigen test, box of 25", "Tests", 31_50, 47_50, "falling", shelf_life_days=540, allowance=120
    ),
    Good("GLOVE-N-L", "Nitrile gloves, large, box of 200", "Gloves", 6_10, 9_90, shelf_life_days=1460),
    Good("SYR-10", "Syringe, 10 ml, box of 100", "Injection", 9_25, 15_20, shelf_life_days=1825),
    Good("NEED-23", "Needle, 23 G, box of 100", "Injection", 4_80, 7_90, shelf_life_days=1825),
    Good("GAUZE-10", "Gauze swab, 10 x 10 cm, box of 100", "Dressings", 3_60, 5_95, shelf_life_days=1825),
    Good("DRESS-HC", "Hydrocolloid dressing, box of 10", "Dressings", 17_90, 28_90, shelf_life_days=1095),
    Good("SUT-40", "Suture 4-0, box of 36", "Surgery", 58_00, 94_00, shelf_life_days=1460),
    Good("SCALP-15", "Scalpel, no. 15, box of 10", "Surgery", 12_30, 19_90, shelf_life_days=1825),
    Good("SAL-500", "Saline 0.9 %, 500 ml", "Fluids", 1_85, 3_10, shelf_life_days=730),
    Good("GEL-5L", "Hand gel, by the litre", "Hygiene", 2_95, 4_90, base_unit="L", shelf_life_days=900),
    Good("WIPE-200", "Disinfectant wipes, tub of 200", "Hygiene", 4_15, 6_80, shelf_life_days=720),
    Good("STRIP-GL", "Glucose strips, tub of 50", "Tests", 13_75, 22_50, shelf_life_days=330),
    Good("CUFF-BP", "Blood pressure cuff, adult", "Instruments", 21_60, 35_00),
    Good("STETH", "Stethoscope, dual head", "Instruments", 44_80, 72_50),
    Good("OTO-LED", "Otoscope, LED", "Instruments", 86_00, 139_00),
    Good("THERM-IR", "Thermometer, infrared", "Instruments", 16_40, 26_90),
    Good("BED-ROLL", "Couch roll, 50 m", "Consumables", 3_05, 4_95),
    Good("SHARPS-7", "Sharps container, 7 litres", "Consumables", 2_40, 3_95),
    Good("FORCEPS-K", "Forceps, Kocher, 14 cm", "Surgery", 6_60, 10_90, is_listed=False, is_restocked=False),
    Good("DEFIB-A1", "Defibrillator, automatic", "Devices", 780_00, 1_190_00, is_serial=True),
    Good("ECG-6", "Electrocardiograph, six leads", "Devices", 412_00, 640_00, is_serial=True),
    *SHARED,
)

RIDGE_MADE: Final = (
    Good("TENT-2", "Ridgeline tent, two persons", "Tents", 72_00, 118_00, item_class="finished_goods"),
    Good("PACK-45", "Rucksack, 45 litres", "Packs", 36_00, 59_50, item_class="finished_goods"),
    Good(
        "LANTERN-6",
        "Lantern, rechargeable, 600 lumen",
        "Lighting",
        27_00,
        44_00,
        "falling",
        item_class="finished_goods",
    ),
    Good("PACK-80", "Rucksack, 80 litres", "Packs", 46_00, 76_00, item_class="finished_goods"),
    Good("STOVE-R", "Camp stove, two burners", "Cooking", 24_00, 39_50, item_class="finished_goods"),
    Good("TENT-3", "Ridgeline tent, three persons", "Tents", 118_00, 195_00, item_class="finished_goods"),
    Good(
        "TARP-3",
        "Tarpaulin, three by three metres",
        "Tents",
        44_00,
        72_00,
        is_restocked=False,
        allowance=150,
        item_class="finished_goods",
    ),
    Good("BIVY-1", "Bivouac bag", "Tents", 41_26, 68_00, item_class="finished_goods"),
)

RIDGE_COMPONENTS: Final = (
    Good("RIPSTOP", "Ripstop nylon, by the metre", "Fabrics", 4_20, 6_70, base_unit="M", item_class="raw_materials"),
    Good("CORDURA", "Cordura, by the metre", "Fabrics", 6_80, 10_90, base_unit="M", item_class="raw_materials"),
    Good("POLE-AL", "Pole set, aluminium", "Hardware", 11_50, 18_40, item_class="raw_materials"),
    Good("ZIP-2M", "Zip, two metres", "Hardware", 1_35, 2_15, item_class="raw_materials"),
    Good("BUCKLE", "Buckle, 25 mm", "Hardware", 28, 45, item_class="raw_materials"),
    Good("FRAME-AL", "Pack frame, aluminium", "Hardware", 9_40, 15_00, item_class="raw_materials"),
    Good("LED-BOARD", "Light board", "Electronics", 4_80, 7_70, item_class="raw_materials"),
    Good("CELL-18", "Lithium cell", "Electronics", 2_60, 4_20, item_class="raw_materials"),
    Good("HOUSING", "Housing, moulded", "Hardware", 1_90, 3_05, item_class="raw_materials"),
    Good("BURNER", "Burner head", "Hardware", 6_20, 9_90, item_class="raw_materials"),
    Good("VALVE-M3", "Gas valve, new pattern", "Hardware", 3_90, 6_25, item_class="raw_materials"),
    Good(
        "COAT-SI",
        "Silicone coating, by the litre",
        "Chemicals",
        14_00,
        22_40,
        base_unit="L",
        is_listed=False,
        item_class="raw_materials",
    ),
    # The stove that took it is made no more; a scrap dealer has made an offer.
    Good(
        "VALVE-M2",
        "Gas valve, old pattern",
        "Hardware",
        3_70,
        5_90,
        item_class="raw_materials",
        is_listed=False,
        is_restocked=False,
    ),
)

BILLS: Final = (
    Bill((("RIPSTOP", 65), ("POLE-AL", 10), ("ZIP-2M", 20)), 30_50),
    Bill((("CORDURA", 18), ("FRAME-AL", 10), ("BUCKLE", 80)), 12_12),
    Bill((("LED-BOARD", 20), ("CELL-18", 20), ("HOUSING", 10)), 10_30),
    Bill((("CORDURA", 24), ("FRAME-AL", 10), ("BUCKLE", 100)), 17_48),
    Bill((("BURNER", 20), ("VALVE-M3", 10), ("HOUSING", 10)), 5_80),
    Bill((("RIPSTOP", 110), ("POLE-AL", 20), ("ZIP-2M", 30)), 44_75),
    Bill((("RIPSTOP", 72), ("ZIP-2M", 10), ("COAT-SI", 3)), 8_21),
    Bill((("RIPSTOP", 38), ("POLE-AL", 10), ("COAT-SI", 2)), 11_00),
)
"""The bills of material, one for each good of RIDGE_MADE, in the same order."""

INTERCOMPANY: Final = ("TENT-2", "PACK-45")
"""What the manufacturer sells to the distributor of the group."""

GOODS: Final = {"MAPLE": MAPLE_GOODS, "THAMES": THAMES_GOODS, "RIDGE": RIDGE_MADE + RIDGE_COMPONENTS}
