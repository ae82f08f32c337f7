"""Which cost formulas a framework has, and the words in which one that it has not is refused."""

from lowmark.core.frameworks.policy import InventoriesPolicy


def why_not(policy: InventoriesPolicy, method: str) -> tuple[str, str] | None:
    """Return why a book of a framework does not cost by a formula, and what it may cost by instead; none where it may.

    The first of the paragraphs behind the list of formulas is the one that closes it.

    >>> policy = InventoriesPolicy(framework="ifrs", reversal="required", cost_to_sell_rate_micro=0,
    ...     cost_formulas=("fifo",), evidence_ranks=(), asserted_rank_penalty=0, units_of_account=("item",),
    ...     references={"inventories/cost_formulas": (("IAS 2", "25", "All other goods by first in first out"),)})
    >>> why_not(policy, "fifo") is None, why_not(policy, "lifo")[0]
    (True, "ifrs has no cost formula 'lifo' (IAS 2.25: all other goods by first in first out)")
    """
    if method in policy.cost_formulas:
        return None
    said = cited(policy, "inventories/cost_formulas")
    return f"{policy.framework} has no cost formula {method!r}{said}", f"it has {', '.join(policy.cost_formulas)}"


def cited(policy: InventoriesPolicy, path: str) -> str:
    """Return the first paragraph behind a parameter in brackets, after a space; nothing where none is given."""
    return "".join(
        f" ({standard}{'.' if paragraph.isdigit() else ' '}{paragraph}: {title[0].lower()}{title[1:]})"
        for standard, paragraph, title in policy.references.get(path, ())[:1]
    )
