"""Random numbers that are the same on every machine and under every version of numpy."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Chance:
    """A seeded stream. Only the raw bits are numpy's; what is made of them is decided here, since
    numpy may change its distributions from version to version, but not the bits of a generator."""

    def __init__(self, seed: int) -> None:
        self._bits = np.random.PCG64(seed)

    def uniform(self, size: int) -> Floats:
        """Numbers above 0 and below 1."""
        raw = self._bits.random_raw(size) >> np.uint64(12)
        return (raw.astype(np.float64) + 0.5) / 2.0**52

    def below(self, limit: Ints) -> Ints:
        """A whole number from 0 to limit - 1 for each limit."""
        return np.floor(self.uniform(len(limit)) * limit).astype(np.int64)

    def pick(self, weights: Floats, size: int) -> Ints:
        """Positions, each as likely as its weight."""
        ends = np.cumsum(weights)
        return np.asarray(
            np.searchsorted(ends, self.uniform(size) * ends[-1], side="right"), np.int64
        )

    def bell(self, size: int) -> Floats:
        """About the standard normal distribution: the sum of twelve uniform numbers less six."""
        return np.asarray(self.uniform(12 * size).reshape(12, size).sum(axis=0) - 6.0, np.float64)

    def order(self, weights: Floats) -> Floats:
        """Scores whose k greatest are a draw of k without replacement, as likely as the weights."""
        return np.log(weights) - np.log(-np.log(self.uniform(len(weights))))
