"""没有这一条: a refusal of the core as a page 404 in the reader's words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from luoqiao.apps.policy.errors import UnknownClause
from luoqiao.core.kernel.errors import DomainError
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.parts import Link, Trouble
from luoqiao.policies.pack import Pack


def not_found(
    request: HttpRequest, pack: Pack, refusal: DomainError, next_step: str = "请从政策目录进入，或检查网址。"
) -> HttpResponse:
    """404 with what was looked for, the nearest name, and where to go on."""
    message = f"{refusal.message}。"
    if isinstance(refusal, UnknownClause):
        near = pack.clauses.get(str(refusal.details["nearest"]))
        hint = f"是不是“{near.title}”？" if near else ""
        message = f"没有“{refusal.details['clause']}”这一条。{hint}"
    trouble = Trouble(message, next_step=next_step, code=refusal.code)
    clauses = [Link(one.title, reverse("portal:clause", args=(one.identifier,))) for one in pack.clauses.values()]
    context = {"trouble": trouble, "clauses": clauses if isinstance(refusal, UnknownClause) else []}
    return render(request, "errors/404.html", page(pack, "", "没有这一页") | context, status=404)
