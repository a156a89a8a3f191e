"""一页通的其他部分: what other parts show of an enterprise on its page, in this order; each adds its function here.

A function gets the person, the enterprise and the day, and gives a panel or none; it answers within the person's scope.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from luoqiao.core.parties.actor import Actor
from luoqiao.core.parties.enterprise import EnterpriseView
from luoqiao.interfaces.portal.cases.enterprise_panel import cases_panel
from luoqiao.interfaces.portal.cases.firm_panel import firm_panel
from luoqiao.interfaces.portal.enterprise_panel import Panel

PANELS: tuple[Callable[[Actor, EnterpriseView, date], Panel | None], ...] = (firm_panel, cases_panel)


def panels_for(actor: Actor, firm: EnterpriseView, on: date) -> tuple[Panel, ...]:
    """The panels of other parts on the page of an enterprise."""
    return tuple(panel for make in PANELS if (panel := make(actor, firm, on)) is not None)
