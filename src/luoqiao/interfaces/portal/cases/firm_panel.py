"""一页通上的申报: what an official sees of the claims of an enterprise on its page: what it could have now; 代填."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from luoqiao.apps.cases.queries.entitlement import earlier_grants, known_inputs
from luoqiao.apps.cases.queries.listing import cases_of
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.parties.actor import DUTY_OF_UNITS, Actor, Role
from luoqiao.core.parties.enterprise import EnterpriseView
from luoqiao.interfaces.portal.cases.mine_page import (
    MinePage,
    judge,
    known_form,
    mine_page,
    programme_for,
)
from luoqiao.interfaces.portal.enterprise_panel import Panel
from luoqiao.interfaces.portal.parts import Action

READERS = (*DUTY_OF_UNITS, Role.TOWN_CLERK, Role.LEADER, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class FirmPanel:
    """申报一栏: what the enterprise could have now, the button of the clerk."""

    shown: MinePage
    action: Action | None


def firm_panel(actor: Actor, firm: EnterpriseView, on: date) -> Panel | None:
    """The claims of an enterprise for an official who may see cases; none for anybody else."""
    if not actor.has(*READERS):
        return None
    pack, at = get_pack(), clock.now()
    known = known_inputs(firm.uscc, pack.clauses.values(), on=pack.default_day(on), at=at, actor=actor)
    programme = programme_for(pack, known, on)
    form = known_form(programme, known)
    earlier = earlier_grants(firm.uscc, programme.clauses, programme.default_on.year, pack)
    cases = cases_of(firm.uscc, actor)
    shown = mine_page(
        pack, programme, form, judge(programme, form, earlier, programme.default_on), known=known, cases=cases, on=on
    )
    fills_in = actor.holds(Role.TOWN_CLERK, firm.township) is not None and firm.active
    action = Action("代填申报", f"{reverse('cases:claim_new')}?uscc={firm.uscc}") if fills_in else None
    return Panel("申报", "claims", "pages/cases/firm_panel.html", {"claims": FirmPanel(shown, action)})
