"""Judge the archive that a workbook is, by its directory alone: nothing is unpacked here.

Before this: the bytes of a file. After this: `limited`, which hands them to a child. What the directory says of sizes
binds: no more than that is unpacked of a member later. Source: APPNOTE.TXT, the format of ZIP files, 4.3.
"""

import io
import struct
import zipfile
from typing import Final

from lowmark.core.kinds.problems import Problem

ARCHIVE_BYTES: Final = 128 * 1024 * 1024
MEMBERS: Final = 1_000
MEMBER_BYTES: Final = 1024 * 1024 * 1024
TOTAL_BYTES: Final = 1024 * 1024 * 1024
RATIO: Final = 150
RATIO_FROM: Final = 1024 * 1024
"""Members that unpack to less than this may be packed as tightly as they like."""

_DIRECTORY_BYTES: Final = 1024 * 1024
_END: Final = b"PK\x05\x06"
_END_64: Final = b"PK\x06\x07"
_END_FORMAT: Final = "<4s4H2LH"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = 0x1
_PACKED: Final = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ACTIVE: Final = {
    "xl/vbaproject.bin": "macros",
    "xl/macrosheets/": "macros",
    "xl/activex/": "controls",
    "xl/embeddings/": "embedded files",
    "xl/externallinks/": "links to other workbooks",
}

NOT_XLSX: Final = Problem("not_xlsx", "the file is no workbook (.xlsx), or is damaged",
                          hint="save it again as an Excel workbook (.xlsx), or as CSV (UTF-8)")  # fmt: skip
PROTECTED: Final = Problem("not_xlsx", "the workbook is protected by a password, or of the old kind (.xls)",
                           hint="save it without a password, as an Excel workbook (.xlsx)")  # fmt: skip
TOO_LARGE: Final = Problem("too_large", "the workbook takes more memory or time to read than one file may",
                           hint="send it in parts, or as CSV or Parquet")  # fmt: skip


def judge_archive(content: bytes) -> Problem | None:
    """Return what is wrong with an archive, if anything is.

    >>> print(judge_archive(b"item,quantity"))
    the file is no workbook (.xlsx), or is damaged [not_xlsx]; save it again as an Excel workbook (.xlsx), or ...
    """
    if content.startswith(_OLE):
        return PROTECTED
    if not content.startswith(b"PK\x03\x04"):
        return NOT_XLSX
    if len(content) > ARCHIVE_BYTES:
        return TOO_LARGE
    refusal = _directory(content)
    if refusal is not None:
        return refusal
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except Exception:  # noqa: BLE001 whatever a damaged directory does to its reader
        return NOT_XLSX
    return _members(members)


def _directory(content: bytes) -> Problem | None:
    """Judge the end of the directory first: a directory of millions would fill the memory of whoever lists it."""
    at = content.rfind(_END, max(0, len(content) - 65_557))
    if at < 0 or len(content) - at < struct.calcsize(_END_FORMAT):
        return NOT_XLSX
    _, disk, first, here, count, size, _, _ = struct.unpack_from(_END_FORMAT, content, at)
    if content.find(_END_64, max(0, at - 20), at) >= 0 or disk or first or here != count:
        return NOT_XLSX
    return TOO_LARGE if count > MEMBERS or size > _DIRECTORY_BYTES else None


def _members(members: list[zipfile.ZipInfo]) -> Problem | None:
    names = [member.filename.casefold() for member in members]
    if any(member.flag_bits & _ENCRYPTED for member in members):
        return PROTECTED
    if len(set(names)) < len(names) or "xl/workbook.xml" not in names:
        return NOT_XLSX
    if any(member.compress_type not in _PACKED for member in members):
        return NOT_XLSX
    if sum(member.file_size for member in members) > TOTAL_BYTES:
        return TOO_LARGE
    for member in members:
        packed_tight = member.file_size > RATIO * max(member.compress_size, 1)
        if member.file_size > MEMBER_BYTES or (member.file_size > RATIO_FROM and packed_tight):
            return TOO_LARGE
    found = sorted({word for name in names for start, word in _ACTIVE.items() if name.startswith(start)})
    if found:
        return Problem("active_content", f"the workbook holds {' and '.join(found)}",
                       hint="save a copy with values only, as an Excel workbook (.xlsx)")  # fmt: skip
    return None
