"""常用理由: sentences that officers choose from when they ask for correction, propose to refuse or send back."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from luoqiao.core.cases.procedure import Act
from luoqiao.core.kernel.tables import read_tables

FILE = "frequent_reasons.toml"


@dataclass(frozen=True, slots=True)
class FrequentReason:
    """一条常用理由: for which act; for a correction about what (empty: anything)."""

    on: Act
    text: str
    about: str = ""


@lru_cache(maxsize=1)
def frequent_reasons() -> tuple[FrequentReason, ...]:
    """The whole table."""
    data = tomllib.loads(Path(__file__).with_name(FILE).read_text("utf-8"))
    with read_tables(data, FILE) as tables:
        return tuple(
            FrequentReason(row.choice("on", Act), row.text("text"), row.text("about", "")) for row in tables.rows("reasons")
        )


def reasons_for(act: Act, about: str = "") -> tuple[str, ...]:
    """The sentences for an act, and for a correction those about this kind of thing."""
    return tuple(one.text for one in frequent_reasons() if one.on is act and one.about in ("", about))
