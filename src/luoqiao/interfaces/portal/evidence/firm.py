"""看哪家企业: the own one, or the one that an official chose; with the tabs that all pages of its evidence share."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from luoqiao.apps.evidence.scope import may_write, seen_enterprise
from luoqiao.apps.parties.queries import find_enterprise, search_enterprises, township_names
from luoqiao.core.parties.actor import Actor, Role
from luoqiao.core.parties.enterprise import EnterpriseView
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.parts import Link
from luoqiao.policies.pack import Pack

READERS = (
    Role.ENTERPRISE_AGENT, Role.TOWN_CLERK, Role.OFFICER, Role.UNIT_HEAD, Role.FINANCE_OFFICER, Role.PARK_MANAGER,
    Role.AUDITOR, Role.LEADER,
)  # fmt: skip
"""Who has something to see here."""
WRITERS = (Role.ENTERPRISE_AGENT, Role.TOWN_CLERK, Role.OFFICER, Role.UNIT_HEAD)
"""Who may enter something, each for some enterprises."""
MOST_FOUND = 20
TABS = (
    ("documents", "材料", "evidence:documents"),
    ("facts", "数据", "evidence:facts"),
    ("invoices", "发票", "evidence:invoices"),
)


@dataclass(frozen=True, slots=True)
class Tab:
    """一个标签: words, address, whether it is the page shown."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Firm:
    """正在看的企业: `own` to its agent; `writes` says that this person may enter evidence for it."""

    view: EnterpriseView
    own: bool
    writes: bool
    others: tuple[Link, ...]

    @property
    def uscc(self) -> str:
        """The credit code."""
        return self.view.uscc

    def address(self, route: str, *args: object, **query: object) -> str:
        """The address of a page about this enterprise; an official's carries the code."""
        asked = {name: str(value) for name, value in query.items() if value not in (None, "")}
        if not self.own or len(self.others) > 1:
            asked["firm"] = self.uscc
        return reverse(route, args=args) + (f"?{urlencode(asked)}" if asked else "")


def chosen_firm(request: HttpRequest) -> Firm | None:
    """The enterprise that the request means; the own one when none is named. Refuses with NoSuchEnterprise."""
    actor = the_actor(request)
    own = actor.places(Role.ENTERPRISE_AGENT)
    asked = request.POST.get("firm") or request.GET.get("firm") or (own[0] if own else "")
    return firm_of(asked.strip().upper(), actor) if asked.strip() else None


def firm_of(uscc: str, actor: Actor) -> Firm:
    """The enterprise with this code, when it may be seen."""
    view = seen_enterprise(uscc, actor)
    own = actor.places(Role.ENTERPRISE_AGENT)
    others = tuple(Link(firm.name, f"?firm={firm.uscc}") for code in own if (firm := find_enterprise(code)) is not None)
    return Firm(view, view.uscc in own, may_write(actor, view), others)


def tabs_of(firm: Firm, current: str) -> tuple[Tab, ...]:
    """材料 · 数据 · 发票 of the enterprise."""
    return tuple(Tab(label, firm.address(route), key == current) for key, label, route in TABS)


def frame_of(firm: Firm, current: str, title: str) -> dict[str, object]:
    """What every page of an enterprise's evidence shows around its content."""
    view = firm.view
    town = township_names().get(view.township, "") if view.township else ""
    facts = [one for one in (view.uscc, town) if one]
    return {
        "section": "facts" if current == "facts" else "documents", "page_title": title, "firm": firm,
        "tabs": tabs_of(firm, current), "firm_facts": facts, "eyebrow": "" if firm.own else view.name,
        "others": firm.others if len(firm.others) > 1 else (),
    }  # fmt: skip


def choose_firm(request: HttpRequest, title: str, section: str) -> HttpResponse:
    """For an official who named none: find one by name or code."""
    text = request.GET.get("q", "").strip()[:60]
    found = search_enterprises(the_actor(request), text, size_of_page=MOST_FOUND) if text else None
    context = {
        "section": section, "page_title": title, "title": title, "q": text, "found": found.rows if found else (),
        "count": found.count if found else 0, "most": MOST_FOUND, "towns": township_names(),
    }  # fmt: skip
    return render(request, "pages/evidence/choose.html", context)


def office_of(pack: Pack, clause: str = "") -> str:
    """The desk that settles questions about evidence: that of the unit that leads the clause, else most clauses."""
    led = [pack.clauses[clause]] if clause in pack.clauses else list(pack.clauses.values())
    names = [name for one in led for name in one.header.lead]
    name = max(names, key=names.count, default="")
    unit = next((one.id for one in pack.units if name in (one.name, one.short_name)), "")
    return f"{Role.OFFICER.value}@{unit or pack.units[0].id}"
