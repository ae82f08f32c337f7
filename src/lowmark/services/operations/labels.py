"""Labels: GS1 DataMatrix symbols for what lies at a place, or came by a document, with what they say beneath them."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said

FORMATS = ("svg", "png", "pdf")
PAPERS = ("letter", "a4")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """For what, in which form."""

    entity: str = said("entity code", example="MAPLE")
    location: str = said("for what lies at this place and those in it", default="", example="Main")
    document: str = said("for what came by this document", default="", example="GR-1041")
    item: str = said("only this item", default="", example="TENT-2")
    lot: str = said("only this lot or serial number", default="")
    copies: int = said("so many of each", default=1)
    sscc: str = said("for shipping units: the number of the first, 18 digits; each label takes the next", default="",
                     example="106141412345678908")  # fmt: skip
    format: str = said("form of the file", choices=FORMATS, default="svg")
    paper: str = said("the paper that a PDF is printed on", choices=PAPERS, default="letter")
    read_on: date = said("on which day: expiry dates more than 49 years from it cannot be said", example="2026-10-31")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one label says."""

    item: str = said("item code")
    lot: str = said("lot or serial number")
    quantity_micro: int = said("how much it is for, in millionths of the base unit")
    says: str = said("what its symbol says", example="(01)09501101530003(17)261231(10)AB-1")
    is_gs1: bool = said("whether that is a GS1 element string; else it is the item's or lot's own code")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The file."""

    entity: str = said("entity code")
    labels: int = said("labels on the sheet")
    lines: tuple[Line, ...] = said("what they say, one for each lot or item")
    name: str = said("a name for the file")
    encoding: str = said("how the content is written", choices=("base64",))
    content: str = said("the file")
    content_sha256: str = said("SHA-256 of the file, hex")


OPERATION = Operation(
    name="labels",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.labels:labels",
    policy=Policy(roles=("warehouse", "planner", "preparer", "administrator")),
    pages=("reports",),
)
