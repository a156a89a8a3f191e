"""企业一页通 `/register/<code>/`: what the register holds of one enterprise; personal data and account numbers masked."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from luoqiao.apps.clock.queries import today
from luoqiao.apps.parties import queries
from luoqiao.core.kernel.money import show_wan, show_yuan
from luoqiao.core.parties.actor import Role
from luoqiao.core.parties.duty import Places, RegisterDeed, find_duty
from luoqiao.core.parties.enterprise import EnterpriseView
from luoqiao.core.parties.enterprise_fields import RegisterWords
from luoqiao.core.parties.holding import HoldingKind
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.parties.enterprise_history import history_of
from luoqiao.interfaces.portal.parties.enterprise_tables import (
    accounts_table,
    contacts_table,
    holdings_of,
    names_table,
    projects_table,
    standings_table,
    titles_table,
)
from luoqiao.interfaces.portal.parties.form_page import SECTION
from luoqiao.interfaces.portal.parties.panels import panels_for
from luoqiao.interfaces.portal.parts import Action, Tag

SEES_HISTORY = (Role.OFFICER, Role.UNIT_HEAD, Role.TOWN_CLERK, Role.AUDITOR, Role.FINANCE_OFFICER)


def my_enterprise(request: HttpRequest) -> HttpResponse:
    """An agent's own enterprise: straight to its page, or a choice when there are several."""
    places = the_actor(request).places(Role.ENTERPRISE_AGENT)
    if len(places) == 1:
        return HttpResponseRedirect(reverse("parties:enterprise", args=places))
    firms = queries.list_enterprises(places)
    return render(request, "pages/parties/my_enterprises.html", {"section": "enterprise", "firms": firms})


def enterprise_page(request: HttpRequest, uscc: str) -> HttpResponse:
    """Everything about one enterprise."""
    actor, on = the_actor(request), today()
    firm = queries.get_seen_enterprise(uscc, actor)
    words = queries.get_register_words()
    places = Places(firm.uscc, firm.township, firm.park)
    may = {deed.value: find_duty(actor, deed, places) is not None for deed in RegisterDeed}
    context = {
        "section": "enterprise" if actor.has(Role.ENTERPRISE_AGENT) else SECTION,
        "page_title": firm.name,
        "firm": firm,
        "may": may,
        "facts": _facts(firm, words),
        "tags": _tags(firm),
        "strip": _strip(firm, words),
        "actions": _actions(firm, may),
        "names": names_table(queries.list_names(uscc)),
        "standings": standings_table(uscc, on),
        "titles": titles_table(uscc, on),
        "holdings": tuple(holdings_of(firm, kind, may, actor) for kind in HoldingKind),
        "projects": projects_table(uscc, words),
        "contacts": contacts_table(firm, may),
        "accounts": accounts_table(firm, on, may),
        "panels": panels_for(actor, firm, on),
        "history": history_of(firm) if actor.has(*SEES_HISTORY) else None,
    }
    return render(request, "pages/parties/enterprise.html", context)


def _facts(firm: EnterpriseView, words: RegisterWords) -> tuple[str, ...]:
    return (
        words.industries.get(firm.industry, firm.industry) or "产业未填",
        words.townships.get(firm.township, firm.township) or "镇街未填",
        words.parks.get(firm.park, firm.park) if firm.park else "不在园区",
    )  # fmt: skip


def _tags(firm: EnterpriseView) -> tuple[Tag, ...]:
    found = [] if firm.active else [Tag("已注销", "not_entitled")]
    if firm.named_in_document:
        found.append(Tag(f"文件点名 {firm.named_in_document}"))
    return tuple([*found, Tag("示例")] if firm.demonstration else found)


def _strip(firm: EnterpriseView, words: RegisterWords) -> tuple[tuple[str, str, str], ...]:
    """(Label, words, exact amount)."""
    figures = firm.size is not None and firm.revenue is not None
    of_year = f"（{firm.size_year} 年）" if figures else ""
    return (
        ("划型", f"{firm.size.label}企业" if firm.size else "未填人数和收入", ""),
        (f"从业人员{of_year}", f"{firm.staff:,} 人" if firm.staff is not None else "—", ""),
        (f"营业收入{of_year}", f"{show_wan(firm.revenue)} 万元" if firm.revenue is not None else "—",
         show_yuan(firm.revenue) if firm.revenue is not None else ""),
        ("行业代码", firm.industry_code or "—", ""),
        ("住所", firm.address or "—", ""),
    )  # fmt: skip


def _actions(firm: EnterpriseView, may: Mapping[str, bool]) -> tuple[Action, ...]:
    found = [Action("打印", prints=True)]
    if may["correct"]:
        found.append(Action("更正", reverse("parties:correct", args=(firm.uscc,)), "primary"))
    return tuple(found)
