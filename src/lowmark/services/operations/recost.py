"""Cost everything again from the moves alone, in memory, and compare with what is stored, to the cent."""

from dataclasses import dataclass

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Whose goods, and which."""

    entity: str = said("entity code", example="MAPLE")
    item: str = said("only this item", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One flow of a move, or one open layer, that is not what costing everything again makes of it."""

    what: str = said("flow, with all adjustments of its move and layer; revaluation to other standards; or layer",
                     choices=("flow", "revaluation", "layer"))  # fmt: skip
    item: str = said("item code")
    lot: str = said("lot code")
    condition: str = said("condition of goods that are set apart; empty for sound ones")
    move: str = said("document and line of the move", example="SO-8812/1")
    layer: str = said("document and line of the receipt that brought the layer", example="PO-1207/1")
    stored_micro: int = said("quantity as it is stored, in millionths; of a layer, what is left")
    stored_minor: int = said("value as it is stored")
    replayed_micro: int = said("quantity as it comes out")
    replayed_minor: int = said("value as it comes out")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """How much was costed again, and every difference."""

    entity: str = said("entity code")
    known_seq: int = said("what was known")
    currency: str = said("currency")
    pools: int = said("pools that were costed again")
    moves: int = said("moves that change them")
    flows: int = said("flows that came out, one for each move and layer")
    layers: int = said("layers that came out open")
    found: int = said("how many differ; none in a sound store")
    differences: tuple[Difference, ...] = said("the first of them")


OPERATION = Operation(
    name="recost",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.recost:recost",
    policy=Policy(roles=("warehouse", "preparer", "reviewer", "approver", "auditor", "administrator")),
    long=True,
    pages=("reports",),
)
