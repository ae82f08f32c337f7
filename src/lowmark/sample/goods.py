"""The goods of the sample, as data: what they are called, cost and fetch, and how their market goes through the year.

Prices and costs are in minor units of the entity that lists them. A price is one and a half times the cost or a little
more, so that goods of a steady market are never below cost, whatever the seed; those of a falling one are by October,
and those of a recovering one were in September.
"""

from dataclasses import dataclass
from typing import Final, Literal

Trend = Literal["steady", "falling", "recovering"]

TRENDS: Final[dict[Trend, tuple[int, ...]]] = {
    "steady": (1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000),
    "falling": (1000, 1000, 1000, 1000, 1000, 940, 780, 640, 560, 500, 480),
    "recovering": (1000, 1000, 1000, 980, 900, 760, 600, 570, 550, 960, 970),
}
"""The price of each month, January to November, in thousandths of the January price."""


@dataclass(frozen=True, slots=True)
class Good:
    """One item: its cost and January price in minor units per base unit."""

    code: str
    name: str
    category: str
    cost_minor: int
    price_minor: int
    trend: Trend = "steady"
    base_unit: str = "EA"
    shelf_life_days: int | None = None

    @property
    def tracking(self) -> str:
        """What keeps for a limited time is followed by its lot."""
        return "none" if self.shelf_life_days is None else "lot"


SHARED: Final = (
    Good("AID-KIT-1", "First-aid kit, day walk", "First aid", 14_20, 23_90, shelf_life_days=1095),
    Good("AID-BLKT", "Rescue blanket, foil", "First aid", 1_05, 1_95),
)
"""Stocked by both entities, which share one catalogue."""

MAPLE_GOODS: Final = (
    Good("TENT-2", "Ridgeline tent, two persons", "Tents", 148_50, 239_00),
    Good("WATCH-S2", "Summit navigation watch, series 2", "Navigation", 212_00, 325_00, "falling"),
    Good("LAMP-450", "Head lamp, 450 lumen", "Lighting", 21_40, 32_50, "recovering"),
    Good("TENT-4", "Ridgeline tent, four persons", "Tents", 236_00, 379_00),
    Good("BAG-M7", "Sleeping bag, down, -7 C", "Sleeping", 118_75, 189_00),
    Good("DRONE-4K", "Trail camera drone, 4K", "Electronics", 384_00, 579_00, "falling"),
    Good("PACK-45", "Rucksack, 45 litres", "Packs", 72_30, 119_00),
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
    Good("FLEECE-M", "Fleece, medium", "Clothing", 33_80, 56_00),
    Good("BOTTLE-1", "Bottle, steel, one litre", "Hydration", 11_25, 18_90),
    Good("FILTER-W", "Water filter, squeeze", "Hydration", 19_70, 33_50),
    Good("MAT-R4", "Sleeping mat, R 4.2", "Sleeping", 63_00, 104_00),
    Good("POLES-C", "Walking poles, carbon, pair", "Navigation", 58_40, 96_00),
    Good("BEAR-SPR", "Bear spray, 225 g", "Safety", 22_10, 37_00, shelf_life_days=1095),
    Good("MEAL-CUR", "Trail meal, lentil curry", "Food", 5_40, 8_90, shelf_life_days=730),
    Good("BAR-OAT", "Oat bar, box of 16", "Food", 13_20, 21_50, shelf_life_days=420),
    *SHARED,
)

THAMES_GOODS: Final = (
    Good("GLOVE-N-M", "Nitrile gloves, medium, box of 200", "Gloves", 6_10, 9_20, "recovering", shelf_life_days=1460),
    Good("MASK-FFP2", "Respirator FFP2, box of 20", "Masks", 8_40, 12_70, "falling", shelf_life_days=1095),
    Good("TEST-AG", "Rapid antigen test, box of 25", "Tests", 31_50, 47_50, "falling", shelf_life_days=540),
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
    Good("STRIP-GL", "Glucose strips, tub of 50", "Tests", 13_75, 22_50, shelf_life_days=540),
    Good("CUFF-BP", "Blood pressure cuff, adult", "Instruments", 21_60, 35_00),
    Good("STETH", "Stethoscope, dual head", "Instruments", 44_80, 72_50),
    Good("OTO-LED", "Otoscope, LED", "Instruments", 86_00, 139_00),
    Good("THERM-IR", "Thermometer, infrared", "Instruments", 16_40, 26_90),
    Good("BED-ROLL", "Couch roll, 50 m", "Consumables", 3_05, 4_95),
    Good("SHARPS-7", "Sharps container, 7 litres", "Consumables", 2_40, 3_95),
    *SHARED,
)

GOODS: Final = {"MAPLE": MAPLE_GOODS, "THAMES": THAMES_GOODS}
