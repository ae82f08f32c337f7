"""A file handed to the library: what it is called and what is in it."""

from typing import Protocol


class Named(Protocol):
    """A file handed in: its name and its bytes."""

    @property
    def name(self) -> str:
        """What it is called; its end says what kind of file it is."""

    @property
    def content(self) -> bytes:
        """What is in it."""
