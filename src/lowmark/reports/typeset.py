"""Set what is handed over as data by one of our own templates: nothing of it is ever read as markup.

Before this: `pages` and `labels`, which say what is to be set. After this: whoever prints it. Source: typst, `sys.inputs`.
"""

import json
from importlib.resources import files
from typing import Any, Final

from lowmark.core.kinds.problems import Problem

PAPERS: Final = {"letter": "us-letter", "a4": "a4"}


def typeset(template: str, given: dict[str, Any], *, absent: Problem, **options: Any) -> Any:
    """Return what typst makes of a template and of each thing that it is given, as JSON.

    Raises: Problem `absent` where typst is not installed.
    """
    try:
        import typst
    except ImportError:
        raise absent from None
    told = {name: json.dumps(one, ensure_ascii=False) for name, one in given.items()}
    return typst.compile(files("lowmark.reports").joinpath(template).read_bytes(), sys_inputs=told, **options)
