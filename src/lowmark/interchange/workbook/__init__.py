"""Read workbooks (.xlsx), which are hostile until proved otherwise: archives of XML whose small files unpack into big ones.

`archive` judges the archive before anything is unpacked; `child` reads it in a process of its own, bounded in memory,
time and output; `limited` starts that process and takes what it says as texts. What runs in the child (`child`,
`sheet`, `parts`, `cell`, `markup`) imports nothing but the standard library, so that it starts at once and brings no
parser written in another language with it.

Sources: ECMA-376 part 1, SpreadsheetML (18.2 workbook, 18.3 worksheets, 18.4 shared strings, 18.8 styles).
"""
