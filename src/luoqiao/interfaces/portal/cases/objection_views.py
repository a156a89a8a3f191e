"""提异议的页: anybody, under a real name; afterwards a receipt that tells how it stands. Nothing typed here is shown anywhere."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from luoqiao.apps.cases.queries.notices import NoticeFile, get_notice
from luoqiao.apps.cases.queries.objections import get_objection_status
from luoqiao.apps.cases.services.objections import file_objection
from luoqiao.apps.clock.queries import now, today
from luoqiao.apps.parties.queries import unit_names
from luoqiao.core.cases.notice import NoticeState
from luoqiao.core.cases.objection import (
    LONGEST_CONTACT,
    LONGEST_NAME,
    LONGEST_REASON,
    StatedObjection,
    check_open,
)
from luoqiao.core.kernel.errors import DomainError, Invalid
from luoqiao.interfaces.portal.cases.notice_words import day_words
from luoqiao.interfaces.portal.form_parts import Choice, Field
from luoqiao.interfaces.portal.parts import Trouble
from luoqiao.interfaces.portal.slow_down import refuse_too_often

RATE = "20/h/ip"


@never_cache
def objection_new(request: HttpRequest, number: str) -> HttpResponse:
    """The form (GET) and its answer (POST): a receipt, or everything that is wrong with what was typed kept."""
    file = get_notice(number, None)
    posted = file.state is NoticeState.POSTED
    check_open(
        on=today(), first_on=file.first_on if posted else None, last_on=file.last_on if posted else None, live=True
    )
    if request.method != "POST":
        return _form(request, file, StatedObjection(number, _whole(request.GET.get("row", "")), "", "", ""), uuid4())
    stated = StatedObjection(
        number, _whole(request.POST.get("row", "")), request.POST.get("name", "")[: LONGEST_NAME * 2],
        request.POST.get("contact", "")[: LONGEST_CONTACT * 2], request.POST.get("reason", "")[: LONGEST_REASON * 2],
    )  # fmt: skip
    key = _key(request.POST.get("key", ""))
    try:
        refuse_too_often(request, "objection", RATE)
        receipt = file_objection(stated=stated, at=now(), key=key)
    except DomainError as refused:
        return _form(request, file, stated, key, refused)
    return HttpResponseRedirect(reverse("cases:objection_receipt", args=(receipt.token,)))


@never_cache
def objection_receipt(request: HttpRequest, token: UUID) -> HttpResponse:
    """回执: the number, what comes next, and the answer once there is one. Found only by its unguessable address."""
    status = get_objection_status(token)
    context = {
        "section": "notices", "page_title": f"异议回执 {status.receipt}", "status": status,
        "due": day_words(status.answer_due_on),
    }  # fmt: skip
    return render(request, "pages/cases/objection_receipt.html", context)


def _form(
    request: HttpRequest, file: NoticeFile, stated: StatedObjection, key: UUID, refused: DomainError | None = None
) -> HttpResponse:
    problems = {one.field: one.message for one in refused.problems} if isinstance(refused, Invalid) else {}
    trouble = None
    if refused is not None:
        happened = "还有几处要改，异议没有提交。" if problems else f"{refused.message}。"
        trouble = Trouble(happened, "填的内容都还在。", "改好后再提交。" if problems else "", refused.code)
    firms = tuple(Choice(str(one.place), f"{one.place}　{one.enterprise_name}（{one.title}）") for one in file.lines if one.live)
    fields = (
        Field("row", "row", "对哪一家有异议", "choice", str(stated.row or ""), choices=firms, placeholder="请选",
              error=problems.get("row", "")),
        Field("name", "name", "您的真实姓名（单位写全称）", "text", stated.name, error=problems.get("name", ""),
              hint="对外保密，只有负责核实的人员能看到，每次查看都有记录。", autocomplete="name"),
        Field("contact", "contact", "联系电话或邮箱", "text", stated.contact, error=problems.get("contact", ""),
              hint="用来核实情况、告知结果；对外保密。", autocomplete="tel"),
        Field("reason", "reason", "事实和理由", "long", stated.reason, error=problems.get("reason", ""),
              hint="请写具体：哪一项不符合、依据是什么。有证明材料的先写明，核实时再交。"),
    )  # fmt: skip
    context = {
        "section": "notices", "page_title": "提出异议", "notice": file, "fields": fields, "key": key, "trouble": trouble,
        "unit": unit_names().get(file.lead_unit, ""), "last": day_words(file.last_on) if file.last_on else "",
    }  # fmt: skip
    return render(request, "pages/cases/objection_new.html", context, status=422 if refused else 200)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()
