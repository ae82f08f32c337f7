"""What a run does that is posted, on its own day or after it: its changes, the differences of later flows, the states.

Before this: `replay` has worked it out. After this: the journal takes changes and differences, the store the states.
"""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Late:
    """Changes at the run's date; by later flow what its allowance should have changed more; states today.

    Shapes: as `replay.replay_late` says; a difference's amount is the signed change of allowance.
    """

    changes: pl.DataFrame
    differences: pl.DataFrame
    states: pl.DataFrame
