"""文件点名的企业和项目: as the document names them, without credit codes; an officer says which of the register they are."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from luoqiao.apps.clock.queries import now
from luoqiao.apps.parties import queries
from luoqiao.apps.parties.errors import NotInRegister
from luoqiao.apps.parties.services import link_named, link_project, unlink_named
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.duty import RegisterDeed, find_duty, get_duty
from luoqiao.core.parties.uscc import fold_uscc
from luoqiao.core.targets.roadmap import NamedAs
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Cell, Column, Field, Row, RuledTable
from luoqiao.interfaces.portal.parties.form_page import SECTION, FormPage, posted, show_again, show_form
from luoqiao.interfaces.portal.parts import Link

NAMED_AS = {
    NamedAs.CITY_LEADER.value: "市级龙头企业", NamedAs.RESPONSIBLE_BODY.value: "责任单位",
    NamedAs.LIVE_COMMERCE_BASE.value: "直播基地", NamedAs.COMMERCE_PARK.value: "电商园",
}  # fmt: skip


def named_page(request: HttpRequest) -> HttpResponse:
    """Both lists, in the order of the document."""
    may = find_duty(the_actor(request), RegisterDeed.LINK_NAMED) is not None
    context = {
        "section": SECTION,
        "page_title": "文件点名的企业和项目",
        "enterprises": _enterprises(may=may),
        "projects": _projects(may=may),
    }
    return render(request, "pages/parties/named.html", context)


def named_link(request: HttpRequest, code: str) -> HttpResponse:
    """关联或解除关联一家点名的企业."""
    actor, typed = the_actor(request), posted(request)
    get_duty(actor, RegisterDeed.LINK_NAMED)
    named = next((one for one in queries.list_named_enterprises() if one.code == code), None)
    if named is None:
        raise NotInRegister("文件点名的企业")
    linked = bool(named.uscc)
    form = _form(named.name, named.uscc, typed, linked=linked, what="企业", code=code)
    if request.method != "POST":
        return show_form(request, form)
    try:
        if linked:
            unlink_named(code, reason=typed.get("reason", ""), actor=actor, at=now())
        else:
            link_named(
                code, fold_uscc(typed.get("uscc", "")), reason=typed.get("reason", ""), actor=actor, at=now()
            )
    except DomainError as refused:
        return _again(request, form, refused)
    messages.success(request, "已解除关联" if linked else "已关联")
    return HttpResponseRedirect(reverse("parties:named"))


def project_owner(request: HttpRequest, project_id: int) -> HttpResponse:
    """登记或取消一个项目的业主."""
    actor, typed = the_actor(request), posted(request)
    get_duty(actor, RegisterDeed.LINK_NAMED)
    project = next((one for one in queries.list_projects() if one.id == project_id), None)
    if project is None:
        raise NotInRegister("项目")
    linked = bool(project.owner)
    form = _form(project.name, project.owner, typed, linked=linked, what="业主", code=project.code)
    if request.method != "POST":
        return show_form(request, form)
    try:
        uscc = "" if linked else fold_uscc(typed.get("uscc", "")) or "-"
        link_project(project_id, uscc, reason=typed.get("reason", ""), actor=actor, at=now())
    except DomainError as refused:
        return _again(request, form, refused)
    messages.success(request, "已取消业主" if linked else "已登记业主")
    return HttpResponseRedirect(reverse("parties:named") + "#projects")


def _form(
    name: str, uscc: str, typed: dict[str, str] | object, *, linked: bool, what: str, code: str
) -> FormPage:
    given = dict(typed) if isinstance(typed, dict) else {}
    reason = Field(
        "reason", "reason", "依据", "long", given.get("reason", ""), hint="凭什么认定是这一家；不能只凭名称"
    )
    back = Link("回到清单", reverse("parties:named"))
    if linked:
        title, submit, lead = f"解除{what}关联", "解除", f"现在关联的是 {uscc}。"
        return FormPage(title, (reason,), submit, back, eyebrow=f"{code} {name}", lead=lead)
    field = Field(
        "uscc", "uscc", "名录中的统一社会信用代码", value=given.get("uscc", ""), hint="先登记这家企业，再关联"
    )
    lead = "文件没有写代码；由您核对后关联，以后可以解除。"
    return FormPage(f"关联{what}", (field, reason), "关联", back, eyebrow=f"{code} {name}", lead=lead)


def _again(request: HttpRequest, form: FormPage, refused: DomainError) -> HttpResponse:
    """A code that is not in the register is a slip of the form here, no missing page."""
    if refused.code != "LQ-5301":
        return show_again(request, form, refused)
    from luoqiao.core.kernel.errors import FieldProblem, Invalid

    return show_again(
        request, form, Invalid((FieldProblem("uscc", "", "名录里的代码", refused.message, refused.code),))
    )


def _enterprises(*, may: bool) -> RuledTable:
    words = queries.get_register_words()
    columns = (
        Column("文件的名称", bare=True),
        Column("编号"),
        Column("点名为"),
        Column("方案产业"),
        Column("名录中"),
        Column("", end=True, bare=True),
    )
    return RuledTable(
        "点名的企业",
        columns,
        tuple(
            Row(
                (
                    Cell("key", one.name, below=f"{one.anchor}{'，名单未列完' if one.open_list else ''}"),
                    Cell(text=one.code),
                    Cell(text=NAMED_AS.get(one.named_as, one.named_as)),
                    Cell(text=words.industries.get(one.industry, "—")),
                    Cell(
                        text=one.uscc or "还没有关联",
                        href=reverse("parties:enterprise", args=(one.uscc,)) if one.uscc else "",
                        below=f"{one.linked_by}关联" if one.linked_by else "",
                    ),
                    _link(
                        "解除" if one.uscc else "关联",
                        reverse("parties:named_link", args=(one.code,)),
                        may=may,
                    ),
                )
            )
            for one in queries.list_named_enterprises()
        ),
        stacking=True,
        dense=True,
    )


def _projects(*, may: bool) -> RuledTable:
    words = queries.get_register_words()
    columns = (
        Column("重点项目", bare=True),
        Column("编号"),
        Column("方案产业"),
        Column("业主"),
        Column("阶段"),
        Column("", end=True, bare=True),
    )
    return RuledTable(
        "重点项目",
        columns,
        tuple(
            Row(
                (
                    Cell("key", one.name, below=f"{one.anchor}{'，名单未列完' if one.open_list else ''}"),
                    Cell(text=one.code or "—"),
                    Cell(text=words.industries.get(one.industry, "—")),
                    Cell(
                        text=one.owner_name or "文件没有写",
                        href=reverse("parties:enterprise", args=(one.owner,)) if one.owner else "",
                    ),
                    Cell(text=one.stage or "未报"),
                    _link(
                        "取消业主" if one.owner else "登记业主",
                        reverse("parties:project_owner", args=(one.id,)),
                        may=may,
                    ),
                )
            )
            for one in queries.list_projects()
        ),
        stacking=True,
        dense=True,
    )


def _link(label: str, href: str, *, may: bool) -> Cell:
    return Cell("link", links=(Link(label, href),)) if may else Cell(text="—")
