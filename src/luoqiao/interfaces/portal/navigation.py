"""导航: what stands in the head of every page, by what somebody is; one table.

An item whose page does not exist (yet) is left out. `key` is what a page gives as `section` to be shown as current.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from luoqiao.core.parties.actor import Actor, Role


@dataclass(frozen=True, slots=True)
class Item:
    """导航的一项: `also` are further sections that belong to it; `only`: shown to these roles alone."""

    key: str
    label: str
    route: str
    also: tuple[str, ...] = ()
    only: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """The same, with its address."""

    key: str
    label: str
    href: str
    also: tuple[str, ...] = ()


SEES_LISTS = (Role.OFFICER, Role.UNIT_HEAD, Role.FINANCE_OFFICER, Role.AUDITOR, Role.LEADER)
"""Who deals with the lists of the tiers above."""
SEES_MONEY = (Role.FINANCE_OFFICER, Role.UNIT_HEAD, Role.LEADER)
"""Who has to do with budgets and payments."""
BESIDE_CASES = ("projects", "challenges", "ratings", "migrate")
PUBLIC = (
    Item("home", "首页", "portal:home"),
    Item("catalogue", "政策", "portal:catalogue"),
    Item("checkup", "体检", "portal:checkup"),
    Item("whatif", "试算", "portal:whatif_home"),
    Item("notices", "公示", "cases:notices", ("challenges",)),
    Item("source", "原文", "portal:source", ("readings",)),
    Item("api", "接口", "portal:api"),
)
ENTERPRISE = (
    Item("mine", "我的政策", "cases:mine"),
    Item("claims", "申报", "cases:claims", ("reports", "challenges")),
    Item("money", "资金", "funds:my_money"),
    Item("documents", "材料", "evidence:documents"),
    Item("facts", "数据", "evidence:facts"),
    Item("enterprise", "企业", "parties:my_enterprise"),
    Item("messages", "消息", "messages:list"),
    Item("catalogue", "政策", "portal:catalogue"),
    Item("checkup", "体检", "portal:checkup"),
)
OFFICIAL = (
    Item("inbox", "今天", "cases:inbox"),
    Item("cases", "案件", "cases:list", BESIDE_CASES),
    Item("register", "名录", "parties:register"),
    Item("notices", "公示", "cases:notices"),
    Item("lists", "名单", "cases:lists", only=SEES_LISTS),
    Item("funds", "资金", "funds:home", only=SEES_MONEY),
    Item("search", "搜索", "portal:search"),
    Item("messages", "消息", "messages:list"),
    Item("catalogue", "政策", "portal:catalogue"),
    Item("whatif", "试算", "portal:whatif_home"),
    Item("source", "原文", "portal:source", ("readings",)),
)
REVIEWS = Item("reviews", "评审", "cases:expert_inbox")
"""Beside whatever else an expert is."""
EXPERT = (
    REVIEWS,
    Item("messages", "消息", "messages:list"),
    Item("catalogue", "政策", "portal:catalogue"),
)
AUDITOR = (
    Item("auditor", "审计", "auditor:home"),
    Item("cases", "案件", "cases:list", BESIDE_CASES),
    Item("register", "名录", "parties:register"),
    Item("funds", "资金", "funds:home"),
    Item("audit", "审计记录", "accounts:audit"),
    Item("search", "搜索", "portal:search"),
    Item("notices", "公示", "cases:notices"),
    Item("catalogue", "政策", "portal:catalogue"),
    Item("source", "原文", "portal:source", ("readings",)),
)
TOWN = (
    Item("inbox", "今天", "cases:inbox"),
    Item("cases", "案件", "cases:list", BESIDE_CASES),
    Item("agents", "企业账号", "accounts:agents"),
    Item("register", "名录", "parties:register"),
    Item("notices", "公示", "cases:notices"),
    Item("search", "搜索", "portal:search"),
    Item("messages", "消息", "messages:list"),
    Item("catalogue", "政策", "portal:catalogue"),
)
ADMIN = (
    Item("accounts", "账号与岗位", "accounts:people"),
    Item("messages", "消息", "messages:list", ("deliveries",)),
    Item("catalogue", "政策", "portal:catalogue"),
)
AUDIT_ADMIN = (
    Item("audit", "审计记录", "accounts:audit"),
    Item("auditor", "审计链", "auditor:chain"),
    Item("accounts", "账号与岗位", "accounts:people"),
    Item("messages", "消息", "messages:list", ("deliveries",)),
    Item("catalogue", "政策", "portal:catalogue"),
)
BESIDE: tuple[tuple[frozenset[Role] | None, tuple[Item, ...]], ...] = (
    (frozenset({Role.ENTERPRISE_AGENT}), (
        Item("claims", "我的申报", "cases:claims"), Item("reports", "项目进度", "cases:reports"),
        Item("challenges", "揭榜挂帅", "cases:challenges"),
    )),
    (frozenset({Role.UNIT_HEAD, Role.LEADER, Role.AUDITOR}), (
        Item("cases", "案件", "cases:list"), Item("projects", "重点项目", "cases:key_projects"),
        Item("challenges", "揭榜挂帅", "cases:challenges"), Item("ratings", "好差评", "cases:ratings"),
        Item("migrate", "流程换版", "cases:migrate"),
    )),
    (frozenset({Role.OFFICER, Role.FINANCE_OFFICER, Role.TOWN_CLERK, Role.PARK_MANAGER}), (
        Item("cases", "案件", "cases:list"), Item("projects", "重点项目", "cases:key_projects"),
        Item("challenges", "揭榜挂帅", "cases:challenges"),
    )),
    (None, (Item("notices", "公示", "cases:notices"), Item("challenges", "揭榜挂帅", "cases:challenges"))),
)  # fmt: skip
"""What stands together under one item of the navigation: shown on the pages of each of them. None: whoever is not named above."""
BY_ROLE: tuple[tuple[frozenset[Role], tuple[Item, ...]], ...] = (
    (frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}), ADMIN),
    (frozenset({Role.AUDIT_ADMIN}), AUDIT_ADMIN),
    (frozenset({Role.OFFICER, Role.UNIT_HEAD, Role.FINANCE_OFFICER, Role.PARK_MANAGER, Role.LEADER}), OFFICIAL),
    (frozenset({Role.TOWN_CLERK}), TOWN),
    (frozenset({Role.AUDITOR}), AUDITOR),
    (frozenset({Role.EXPERT}), EXPERT),
    (frozenset({Role.ENTERPRISE_AGENT}), ENTERPRISE),
)
"""The first set of which one role is held decides."""


def items_for(actor: Actor | None) -> tuple[Item, ...]:
    """The items for whoever asks; a stranger, and a person without a post, sees what is public."""
    if actor is None:
        return PUBLIC
    items = next((items for roles, items in BY_ROLE if actor.has(*roles)), PUBLIC)
    if actor.has(Role.EXPERT) and REVIEWS not in items:
        items = (*items[:1], REVIEWS, *items[1:])
    return tuple(item for item in items if not item.only or actor.has(*item.only))


def shown_for(actor: Actor | None) -> tuple[Shown, ...]:
    """The same with their addresses; an item without a page is left out."""
    return tuple(Shown(item.key, item.label, href, item.also) for item in items_for(actor) if (href := _address(item.route)))


def beside_for(actor: Actor | None) -> tuple[Shown, ...]:
    """What stands beside one another for whoever asks; nothing where only one of them has a page."""
    found = next(items for roles, items in BESIDE if roles is None or (actor is not None and actor.has(*roles)))
    shown = tuple(Shown(one.key, one.label, href) for one in found if (href := _address(one.route)))
    return shown if len(shown) > 1 else ()


def home_of(actor: Actor) -> str:
    """Where somebody begins: the first item of the navigation, or the front page while that has no page."""
    return _address(items_for(actor)[0].route) or "/"


def _address(route: str) -> str:
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""
