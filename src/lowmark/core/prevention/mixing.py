"""The best mixture of what blocks answered, within the limits that they share, and what these limits are worth to it.

Before this: `relaxing`, `settling`, whose answers are columns here, one a block and answer. After this: `pricing`. Doing
nothing is an answer that every block has. The program has a row a shared limit and a row a block, and goes on from where it was.
"""

from typing import Any, Final, NamedTuple

import numpy as np

from lowmark.core.prevention.relaxing import MINOR, Relaxed, shares_of
from lowmark.core.prevention.settling import honest
from lowmark.core.prevention.solving import Limits, model_of, solver

NOTHING: Final = 1e-9
ALIKE: Final = 1e-9


class Mixed(NamedTuple):
    """What the mixture gains, and what one more of each shared limit would."""

    gain: float
    prices: Any


class Mixture:
    """Answers of blocks, and the program over them.

    Domain: `is_whole` says whether what is done in part pays whole for being done at all; in a relaxation it pays that part.
    """

    def __init__(self, relaxed: Relaxed, limits: Limits, *, is_whole: bool) -> None:
        """Begin with nothing but the limits.

        Raises: Problem ``extra_missing`` where the solver is not installed.
        """
        self.relaxed, self.is_whole = relaxed, is_whole
        self.blocks = int(relaxed.block.max()) + 1
        self.answers: list[Any] = []
        self.answer_of: list[Any] = []
        self.block_of: list[Any] = []
        self.signs: list[Any] = []
        none = np.zeros(0, dtype=np.int64)
        limit = np.concatenate([relaxed.few_limit, np.ones(self.blocks)])
        self.highs = solver(limits)
        self.highs.passModel(model_of(shares_of(0, none, none, none.astype(np.float64), limit)))
        self.infinite = self.highs.getInfinity()

    def add(self, shares: Any) -> None:
        """Add an answer: a column of each block that gains by it and has not answered so before."""
        relaxed, few = self.relaxed, self.relaxed.shared
        shares = self._honest(shares)
        on = (shares > NOTHING) if self.is_whole else shares
        gain = np.bincount(relaxed.block, weights=relaxed.gain * shares - relaxed.once * on, minlength=self.blocks)
        # Two answers alike in a sum over options with weights of their own are one.
        sign = np.bincount(relaxed.block, weights=shares * np.cos(np.arange(len(shares))), minlength=self.blocks)
        is_new = gain > NOTHING
        for before in self.signs:
            is_new &= np.abs(before - sign) > ALIKE
        blocks, width = np.flatnonzero(is_new), len(relaxed.few)
        drawn = (few.value - few.fixed) * shares[few.option] + few.fixed * on[few.option]
        keys, place = np.unique(relaxed.block[few.option] * width + few.row, return_inverse=True)
        drawn = np.bincount(place, weights=drawn, minlength=len(keys))
        kept = is_new[keys // width] & (drawn > NOTHING) if len(keys) else np.zeros(0, dtype=bool)
        of, row = keys[kept] // width, keys[kept] % width
        of, row = np.concatenate([of, blocks]), np.concatenate([row, width + blocks])
        value = np.concatenate([drawn[kept], np.ones(len(blocks))])
        order = np.lexsort((row, of))
        start = np.searchsorted(of[order], blocks).astype(np.int32)
        n = len(blocks)
        if n:
            self.highs.addCols(n, -gain[blocks] / MINOR, np.zeros(n), np.full(n, self.infinite), len(of), start,
                               row[order].astype(np.int32), value[order])  # fmt: skip
        self.answer_of.append(np.full(n, len(self.answers)))
        self.block_of.append(blocks)
        self.answers.append(shares)
        self.signs.append(sign)

    def mix(self) -> Mixed:
        """Return what the best mixture gains."""
        self.highs.run()
        dual = np.asarray(self.highs.getSolution().row_dual)[: len(self.relaxed.few)]
        return Mixed(-self.highs.getInfo().objective_function_value * MINOR, np.maximum(-dual, 0.0) * MINOR)

    def largest(self) -> Any:
        """Return the shares of options by the answer that each block has most of; nothing where that is most."""
        weight = np.zeros((len(self.answers) + 1, self.blocks))
        weight[np.concatenate(self.answer_of), np.concatenate(self.block_of)] = self.highs.getSolution().col_value
        weight[-1] = 1 - weight[:-1].sum(axis=0)
        most = weight.argmax(axis=0)[self.relaxed.block]
        found = np.zeros(len(self.relaxed.block))
        for number, shares in enumerate(self.answers):
            found = np.where(most == number, shares, found)
        return found

    def _honest(self, shares: Any) -> Any:
        """Return shares as they can be done, where switches are whole."""
        return honest(self.relaxed, shares) if self.is_whole else shares
