"""Opening retail: what a department's totals of the year had come to when the books were taken over."""

from typing import Final

from lowmark.core.tables.noun import Noun, day, identity, known, minor, ref, whole, word

RETAIL_METHODS: Final = ("retail_conventional", "retail_average_cost", "retail_lifo")
RETAIL_TOTALS: Final = {
    "opening_cost": "inventory at the beginning of the year, at cost",
    "opening_retail": "inventory at the beginning of the year, at retail",
    "purchases_cost": "purchases of the year so far, at cost",
    "purchases_retail": "purchases of the year so far, at retail",
    "freight_in": "freight in",
    "purchase_returns_cost": "purchase returns, at cost",
    "purchase_returns_retail": "purchase returns, at retail",
    "purchase_discounts": "purchase discounts",
    "purchase_allowances": "purchase allowances",
    "abnormal_loss_cost": "abnormal losses, at cost",
    "abnormal_loss_retail": "abnormal losses, at retail",
    "markups": "markups",
    "markup_cancellations": "markups cancelled",
    "markdowns": "markdowns",
    "markdown_cancellations": "markdowns cancelled",
    "sales": "sales",
    "sales_returns": "sales returned",
    "employee_discounts": "discounts to employees",
    "normal_shrinkage": "normal shrinkage, at retail",
}
"""What a department's totals are, and what each means: the year so far, each positive."""

OPENING_RETAIL = Noun(
    name="opening_retail",
    grain="the totals of one department's year until its books were taken over",
    room="fact",
    app="subledger",
    hashed=True,
    columns={
        "id": identity("the totals"),
        "entity_id": ref("entity", "whose stock"),
        "book_id": ref("book", "in which book"),
        "pool": word("the department's name", "shoes"),
        "method": word("how it is estimated", choices=RETAIL_METHODS),
        "fiscal_year": whole("the fiscal year that they are of", "2026"),
        "opening_on": day("the first day of the books"),
        **{f"{name}_minor": minor(meaning, non_negative=True) for name, meaning in RETAIL_TOTALS.items()},
        "carried_minor": minor("what the old ledger carried the department at", non_negative=True),
        "declared_by": ref("user", "who said so"),
        **known(),
    },
    unique=(("entity_id", "known_seq"), ("book_id", "pool")),
)
