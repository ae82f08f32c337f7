"""What a noun is: the one declaration from which its frame schema, database model, form and page are made.

Before this comes nothing but `kinds`; after it come the noun files of this folder (one noun each), `schema` (which
makes dataframely schemas of them, lazily, because polars takes a second to import) and the store (which makes Django
models of them). A noun says each fact once: name, type, unit, meaning, example.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Type = Literal["id", "int", "micro", "minor", "day", "instant", "bool", "text", "bytes"]
Room = Literal["register", "fact", "cache", "workflow"]
Scope = Literal["entity", "self", "catalogue"]

WHOLE_NUMBERS = frozenset({"id", "int", "micro", "minor", "day", "instant"})

HASH_COLUMNS = ("hash_v", "content_hash")
"""What the store adds to a row of a hashed noun."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type, and in words its unit, meaning and an example that an accountant would recognise.

    Domain: `refers_to` is the name of the noun whose key this column holds. `choices` closes the set of words.
            `non_negative` and `positive` are laws that the database keeps too.
    """

    type: Type
    meaning: str
    example: str = ""
    unit: str = ""
    nullable: bool = False
    refers_to: str | None = None
    choices: tuple[str, ...] = ()
    non_negative: bool = False
    positive: bool = False


@dataclass(frozen=True, slots=True)
class Noun:
    """One table: what one row is, in which app it is stored, and what must be unique.

    Domain: `room` says what law it stands under: a *register* names things, a *fact* is append-only, a *cache* can be
            rebuilt from facts and a *workflow* row moves through states. `key` is the primary key. `hashed` facts
            carry `hash_v` and `content_hash`. `scope` is how a reader's entities bound what they can see.

    >>> thing = Noun(name="thing", grain="one thing", room="register", app="items",
    ...              columns={"id": identity("the thing"), "code": word("its code", "T-1")}, unique=(("code",),))
    >>> thing.columns["code"].type, thing.table
    ('text', 'items_thing')
    """

    name: str
    grain: str
    room: Room
    app: str
    columns: Mapping[str, Column]
    key: tuple[str, ...] = ("id",)
    unique: tuple[tuple[str, ...], ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()
    scope: Scope = "entity"
    hashed: bool = False

    def __post_init__(self) -> None:
        """Complete the columns of a hashed fact and freeze the mapping."""
        columns = dict(self.columns)
        if self.hashed:
            columns["hash_v"] = Column("int", "version of the canonical form that the hash was taken over", "1")
            columns["content_hash"] = Column("bytes", "SHA-256 of the row's canonical bytes", "9f86d081…")
        object.__setattr__(self, "columns", MappingProxyType(columns))
        named = {name for group in (self.key, *self.unique, *self.indexes) for name in group}
        assert named <= columns.keys(), f"{self.name}: {named - columns.keys()} are not columns"

    @property
    def table(self) -> str:
        """The table's name in the database."""
        return f"{self.app}_{self.name}"


def identity(meaning: str) -> Column:
    """The row's own number, given by the store."""
    return Column("id", f"number of {meaning}", "1")


def ref(noun: str, meaning: str, *, nullable: bool = False) -> Column:
    """The number of a row of another noun."""
    return Column("id", meaning, "1", refers_to=noun, nullable=nullable)


def word(meaning: str, example: str = "", *, nullable: bool = False, choices: tuple[str, ...] = ()) -> Column:
    """A text: a code, a name, one of a closed set of words."""
    return Column("text", meaning, example or (choices[0] if choices else ""), nullable=nullable, choices=choices)


def minor(meaning: str, example: str = "12345", *, nullable: bool = False, non_negative: bool = False) -> Column:
    """An amount of money in minor units of the row's currency."""
    return Column("minor", meaning, example, "minor units", nullable=nullable, non_negative=non_negative)


def micro(
    meaning: str,
    example: str = "10000000",
    *,
    nullable: bool = False,
    non_negative: bool = False,
    positive: bool = False,
    unit: str = "millionths of the base unit",
) -> Column:
    """A quantity (or price, or rate: say its unit) in millionths."""
    return Column("micro", meaning, example, unit, nullable=nullable, non_negative=non_negative, positive=positive)


def whole(meaning: str, example: str = "1", *, nullable: bool = False, non_negative: bool = False) -> Column:
    """A plain whole number."""
    return Column("int", meaning, example, nullable=nullable, non_negative=non_negative)


def day(meaning: str, *, nullable: bool = False) -> Column:
    """A calendar day of the entity."""
    return Column("day", meaning, "2026-10-31", "days since 1970-01-01", nullable=nullable)


def instant(meaning: str, *, nullable: bool = False) -> Column:
    """A moment, UTC, read from the database's clock."""
    return Column("instant", meaning, "1792000000000000", "microseconds since 1970-01-01 UTC", nullable=nullable)


def flag(meaning: str) -> Column:
    """True or false."""
    return Column("bool", meaning, "true")


def digest(meaning: str, *, nullable: bool = False) -> Column:
    """A SHA-256."""
    return Column("bytes", meaning, "9f86d081…", nullable=nullable)


def known() -> dict[str, Column]:
    """The two columns by which every fact says when we came to know it."""
    return {
        "known_seq": Column("int", "place in the entity's commit order", "1042"),
        "recorded_at": instant("when it was recorded, by the entity's clock"),
    }
