"""一页通的其他部分: what other parts show of an enterprise on its page, in this order; each adds its function here.

A function gets the person, the enterprise and the day, and gives a panel or none; it answers within the person's scope.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from luoqiao.core.parties.actor import Actor
from luoqiao.core.parties.enterprise import EnterpriseView
from luoqiao.interfaces.portal.cases.firm_panel import firm_panel


@dataclass(frozen=True, slots=True)
class Panel:
    """一栏: its title, the template that shows it, and what the template is given."""

    title: str
    identifier: str
    template: str
    context: Mapping[str, object] = field(default_factory=dict)
    note: str = ""


def _claims(actor: Actor, firm: EnterpriseView, on: date) -> Panel | None:
    found = firm_panel(actor, firm, on)
    return Panel("申报", "claims", "pages/cases/firm_panel.html", {"claims": found}) if found else None


PANELS: tuple[Callable[[Actor, EnterpriseView, date], Panel | None], ...] = (_claims,)


def panels_for(actor: Actor, firm: EnterpriseView, on: date) -> tuple[Panel, ...]:
    """The panels of other parts on the page of an enterprise."""
    return tuple(panel for make in PANELS if (panel := make(actor, firm, on)) is not None)
