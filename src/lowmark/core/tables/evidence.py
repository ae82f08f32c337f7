"""Evidence: a fact on value: a price, with its source, date and standing."""

from lowmark.core.tables.noun import Noun, day, digest, flag, identity, known, micro, ref, word

KINDS = (
    "post_period_sale",
    "firm_contract",
    "price_list",
    "quote",
    "recent_sale",
    "scrap_tender",
    "replacement_cost",
    "cost_to_complete",
    "cost_to_sell",
)

EVIDENCE = Noun(
    name="evidence",
    grain="one statement by one source about the value of an item or lot",
    room="fact",
    app="evidence",
    hashed=True,
    columns={
        "id": identity("the evidence"),
        "entity_id": ref("entity", "whose evidence it is"),
        "document": word("the source document", "SO-43659"),
        "line": word("the line of the source document", "1"),
        "item_id": ref("item", "what it is about"),
        "lot_id": ref("lot", "its lot, where it is about one", nullable=True),
        "kind": word("what sort of evidence", choices=KINDS),
        "condition": word(
            "for goods in which condition; empty for sound ones", choices=("", "quarantine", "damaged", "expired")
        ),
        "channel": word("market or channel; empty for all", "reseller"),
        "amount_micro": micro(
            "amount for the quantity", "1234500000", non_negative=True, unit="millionths of a currency unit"
        ),
        "currency": word("currency of the amount, ISO 4217", "CAD"),
        "quantity_micro": micro("the quantity that the amount is for", "1000000", positive=True),
        "observed_on": day("when it was observed"),
        "confirms_date": flag("whether later evidence confirms conditions at the reporting date (IAS 10.9)"),
        "standing": word("who stands behind it", choices=("source_matched", "verified", "asserted")),
        "file_hash": digest("SHA-256 of the file it came in", nullable=True),
        "asserted_by": ref("user", "who entered it", nullable=True),
        **known(),
    },
    unique=(("entity_id", "document", "line"), ("entity_id", "known_seq")),
    indexes=(("item_id", "observed_on"),),
)
