"""The file of dimensions: departments, projects, customers, vendors and the like that lines of entries may name."""

from lowmark.interchange.column import ImportColumn, ImportTable

TABLE = ImportTable(
    name="dimensions",
    grain="one value of one dimension",
    key=("dimension", "code"),
    columns=(
        ImportColumn(name="dimension", type="text", required=True, meaning="which dimension: location, department, project,"
                     " customer, vendor, or one of your own", example="department", synonyms=("type", "segment")),
        ImportColumn(name="code", type="text", required=True, meaning="its code", example="SALES", synonyms=("value", "id")),
        ImportColumn(name="name", type="text", default="", meaning="its name", example="Sales", synonyms=("description",)),
    ),
)  # fmt: skip
