"""Identifiers, each a type of its own so that one cannot be passed for another; all are 64-bit integers.

Before this: nothing. After this: every signature that takes a key.
"""

from typing import NewType

EntityId = NewType("EntityId", int)
BookId = NewType("BookId", int)
ItemId = NewType("ItemId", int)
LotId = NewType("LotId", int)
LocationId = NewType("LocationId", int)
MoveId = NewType("MoveId", int)
PoolId = NewType("PoolId", int)
RunId = NewType("RunId", int)
ProposalId = NewType("ProposalId", int)
EntryId = NewType("EntryId", int)
UserId = NewType("UserId", int)

KnownSeq = NewType("KnownSeq", int)
"""When we came to know a fact: its place in an entity's commit order."""

Day = NewType("Day", int)
"""Days since 1970-01-01."""
