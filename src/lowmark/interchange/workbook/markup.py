"""Parse the XML of a workbook's part, a piece at a time, without a document type and so without entities of its own.

Before this: a part of the archive, unpacked as it is read. After this: `parts` and `sheet`, whose handlers are called.
"""

from collections.abc import Callable
from typing import IO, Final
from xml.parsers import expat

PIECE: Final = 64 * 1024
TEXT_CHARACTERS: Final = 1_001
"""So much of a text is kept: one more than any cell may hold, so that what is too long is seen to be."""


class Unreadable(Exception):
    """The workbook cannot be read: it is damaged, or no workbook. Nothing outside the child sees this."""


class Enough(Exception):
    """The rest of a part is not wanted."""


def parser(start: Callable[[str, dict[str, str]], object], end: Callable[[str], object]) -> expat.XMLParserType:
    """Return a parser that calls `start` and `end` with the names of the part's own elements.

    Domain: the prefix of the root, if it has one, is that of all elements which are a workbook's; others are foreign.
    """
    made = expat.ParserCreate()
    made.buffer_text = True
    made.StartDoctypeDeclHandler = _refuse

    def root(name: str, attributes: dict[str, str]) -> None:
        prefix, colon, own = name.rpartition(":")
        if colon:
            made.StartElementHandler = lambda name, attributes: start(name.removeprefix(prefix + ":"), attributes)
            made.EndElementHandler = lambda name: end(name.removeprefix(prefix + ":"))
        else:
            # The names are handed over as they are: a sheet has millions of elements.
            made.StartElementHandler, made.EndElementHandler = start, end
        start(own, attributes)

    made.StartElementHandler = root
    return made


def feed(made: expat.XMLParserType, part: IO[bytes]) -> None:
    """Read a part to its end, or until a handler has had enough."""
    try:
        while piece := part.read(PIECE):
            made.Parse(piece, False)
        made.Parse(b"", True)
    except Enough:
        return


def _refuse(*_: object) -> None:
    raise Unreadable("a document type")
