"""An account of a chart, and the roles by which posting rules find it."""

from lowmark.core.tables.noun import Noun, identity, ref, whole, word

ACCOUNT = Noun(
    name="account",
    grain="one account of one entity's chart",
    room="register",
    app="ledger",
    columns={
        "id": identity("the account"),
        "entity_id": ref("entity", "whose chart it is in"),
        "code": word("its code", "1400"),
        "name": word("its name", "Inventories"),
        "kind": word("a control account takes only subledger entries", choices=("control", "normal")),
        "section": word(
            "where it stands in the statements", choices=("asset", "liability", "equity", "income", "expense")
        ),
        "caption": word("the line of the statement that it belongs to", "Inventories"),
        "cash_flow": word(
            "its part in the statement of cash flows, by the indirect method",
            choices=("cash", "result", "non_cash", "operating", "investing", "financing"),
        ),
        "nature": word(
            "of an expense: its nature, beside its function; empty where that is the caption", "Depreciation"
        ),
        "sort_order": whole("place in its section", "10"),
    },
    unique=(("entity_id", "code"),),
)
