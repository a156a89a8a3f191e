"""查看隐去的信息: the reason first, then the whole value once, on a page that no browser keeps."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.enterprise import EnterpriseView
from luoqiao.interfaces.portal.form_parts import Field
from luoqiao.interfaces.portal.parties.form_page import FormPage, posted, show_again, show_form
from luoqiao.interfaces.portal.parts import Link


def show_whole(
    request: HttpRequest,
    title: str,
    firm: EnterpriseView,
    whole: Callable[[str], tuple[tuple[str, str], ...]],
) -> HttpResponse:
    """Ask for the reason, then show what `whole` gives for it: (label, value) pairs."""
    back = Link("回到企业", reverse("parties:enterprise", args=(firm.uscc,)))
    reason = posted(request).get("reason", "")
    field = Field(
        "reason", "reason", "为什么要看", "long", reason, hint="至少四个字；谁、何时、为什么看，都记入审计"
    )
    form = FormPage(title, (field,), "查看", back, eyebrow=firm.name)
    if request.method != "POST":
        return show_form(request, form)
    try:
        found = whole(reason)
    except DomainError as refused:
        return show_again(request, form, refused)
    context = {
        "section": "register",
        "page_title": title,
        "firm": firm,
        "found": found,
        "reason": reason,
        "back": back,
    }
    answer = render(request, "pages/parties/whole.html", context)
    answer["Cache-Control"] = "no-store"
    return answer
