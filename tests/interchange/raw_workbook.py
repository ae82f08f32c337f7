"""Workbooks put together by hand, so that every part of them can be wrong."""

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def sheet(*rows, after="", head=""):
    """A sheet of rows, each a text of cells."""
    numbered = "".join(f'<row r="{number}">{cells}</row>' for number, cells in enumerate(rows, start=1))
    return f'{head}<worksheet xmlns="{MAIN}"><sheetData>{numbered}</sheetData>{after}</worksheet>'


def texts(row, *values):
    """The cells of one row as texts."""
    return "".join(
        f'<c r="{chr(65 + place)}{row}" t="inlineStr"><is><t>{value}</t></is></c>' for place, value in enumerate(values)
    )


def parts(*sheets, names=(), shared="", styles="", properties="", states=()):
    """The parts of a workbook by their names; `None` for a sheet leaves its part out."""
    called = [*names, *(f"Sheet{n + 1}" for n in range(len(names), len(sheets)))]
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}" {states[n - 1] if states else ""}/>'
        for n, name in enumerate(called, start=1)
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    made = {f"xl/worksheets/sheet{n}.xml": text for n, text in enumerate(sheets, start=1) if text is not None}
    for kind, text in (("sharedStrings", shared), ("styles", styles)):
        if text:
            related += f'<Relationship Id="{kind}" Type="{RELATIONS}/{kind}" Target="/xl/{kind}.xml"/>'
            made[f"xl/{kind}.xml"] = text
    return {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{properties}<sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>',
    } | made


def packed(members, compression=zipfile.ZIP_DEFLATED):
    """The archive of parts."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", compression) as archive:
        for name, text in members.items() if isinstance(members, dict) else members:
            archive.writestr(name, text)
    return held.getvalue()


def workbook(*sheets, **said):
    """The bytes of a workbook."""
    return packed(parts(*sheets, **said))
