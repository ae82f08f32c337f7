"""The stages that the package shows to its callers, as `core.flow` has them.

Before this: `core.flow`. After this: `import lowmark`.
"""

from lowmark.core.flow import assess, cost, positions, propose
from lowmark.core.kinds.problems import Problem

__all__ = ["Problem", "assess", "cost", "positions", "propose"]
