"""一页通的一栏: what a part shows of an enterprise on its page; `parties/panels.py` lists those that there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Panel:
    """一栏: its title, the template that shows it, and what the template is given."""

    title: str
    identifier: str
    template: str
    context: Mapping[str, object] = field(default_factory=dict)
    note: str = ""
