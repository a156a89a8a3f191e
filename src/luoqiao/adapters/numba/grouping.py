"""同一家的各行: rows of one enterprise, year or project that count together against a cap, in the order of the file.

A label column of that name (`enterprise`, `year`, `project`, `subject`) says which rows belong together; a row that
states none stands alone.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from luoqiao.adapters.population.columns import Population
from luoqiao.core.rules.tree import CapUnit

LABELS: Mapping[str, tuple[str, ...]] = {
    CapUnit.ENTERPRISE_YEAR.value: ("enterprise", "year"), CapUnit.ENTERPRISE.value: ("enterprise",),
    CapUnit.PROJECT.value: ("project",), CapUnit.SUBJECT.value: ("subject",),
}  # fmt: skip
"""What tells the rows of one unit from those of another; without a year an enterprise has one year."""


def can_group(earlier: str, population: Population) -> bool:
    """Whether the population says which rows count together for `earlier.<name>.<unit>`."""
    return LABELS[earlier.rsplit(".", 1)[1]][0] in population.labels


def groups(earlier: str, population: Population) -> NDArray[np.int64]:
    """For each row the number of its group, from 0; rows without a label have a group of their own."""
    names = LABELS[earlier.rsplit(".", 1)[1]]
    first = population.labels[names[0]]
    codes = first.codes.astype(np.int64)
    for name in names[1:]:
        if name in population.labels:
            more = population.labels[name]
            codes = np.where(codes < 0, -1, codes * (len(more.names) + 1) + more.codes + 1)
    alone = codes < 0
    codes = np.where(alone, codes.max(initial=0) + 1 + np.cumsum(alone), codes)
    _, numbers = np.unique(codes, return_inverse=True)
    return numbers.astype(np.int64)
