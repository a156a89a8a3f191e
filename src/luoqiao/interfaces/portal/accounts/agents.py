"""企业账号的页: a stranger asks to act for an enterprise; the township or a bureau confirms or refuses."""

from __future__ import annotations

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from luoqiao.apps.accounts import people, services
from luoqiao.apps.accounts.people import Asked
from luoqiao.apps.accounts.services import AgentAsks, NewAccount
from luoqiao.apps.clock.queries import now, today
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.parties.actor import Role
from luoqiao.interfaces.portal.accounts.filled import Filled, attempt, typed_in
from luoqiao.interfaces.portal.accounts.places import place_name
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Field

ASKED = ("uscc", "enterprise_name", "duty")
ACCOUNT = ("username", "name", "phone", "email")
RULE = "至少 10 位，含大写字母、小写字母、数字、符号中的三种；不能含账号或手机号"


def register(request: HttpRequest) -> HttpResponse:
    """申请企业账号: the form of a stranger."""
    filled = Filled()
    if request.method == "POST":
        if not consume(request, action="signup"):
            return render(request, "429.html", status=429)
        typed = typed_in(request, *ASKED, *ACCOUNT)
        refused = attempt(typed, lambda: _register(request, typed))
        if refused is None:
            return HttpResponseRedirect(reverse("accounts:registered"))
        filled = refused
    context = {"page_title": "申请企业账号", "filled": filled, "firm": _firm_fields(filled), "person": _person_fields(filled)}
    return render(request, "pages/accounts/register.html", context, status=422 if filled.code else 200)


def registered(request: HttpRequest) -> HttpResponse:
    """申请已交: what happens now."""
    return render(request, "pages/accounts/registered.html", {"page_title": "申请已交"})


def ask(request: HttpRequest) -> HttpResponse:
    """再代办一家: somebody who acts for one enterprise asks for another."""
    filled, actor = Filled(), the_actor(request)
    if request.method == "POST":
        typed = typed_in(request, *ASKED)
        refused = attempt(typed, lambda: services.ask_to_act(asked=AgentAsks(**typed), actor=actor, at=now()))
        if refused is None:
            messages.success(request, "申请已交；确认后这家企业出现在您的岗位里")
            return HttpResponseRedirect(reverse("accounts:mine"))
        filled = refused
    context = {"section": "mine_account", "page_title": "再代办一家企业", "filled": filled, "firm": _firm_fields(filled)}
    return render(request, "pages/accounts/ask.html", context, status=422 if filled.code else 200)


def agent_requests(request: HttpRequest) -> HttpResponse:
    """待确认的企业账号: what the township or the bureau has to decide, and what was decided lately."""
    actor = the_actor(request)
    context = {
        "section": "agents",
        "page_title": "企业账号",
        "opened": [(one, _town(one)) for one in people.list_agent_requests(actor)],
        "decided": people.list_agent_requests(actor, opened=False, most=20),
    }
    return render(request, "pages/accounts/agents.html", context)


def confirm(request: HttpRequest, asked: int) -> HttpResponse:
    """同意."""
    services.confirm_agent(request_id=asked, actor=the_actor(request), at=now(), on=today())
    messages.success(request, "已同意；申请人现在可以登录")
    return HttpResponseRedirect(reverse("accounts:agents"))


def refuse(request: HttpRequest, asked: int) -> HttpResponse:
    """不同意, with the reason."""
    reason = typed_in(request, "reason")["reason"]
    services.refuse_agent(request_id=asked, actor=the_actor(request), at=now(), reason=reason)
    messages.success(request, "已记下不同意")
    return HttpResponseRedirect(reverse("accounts:agents"))


def _register(request: HttpRequest, typed: dict[str, str]) -> None:
    account = NewAccount(**{name: typed[name] for name in ACCOUNT})
    password, again = request.POST.get("password", ""), request.POST.get("again", "")
    problems: list[FieldProblem] = []
    try:
        user = get_user_model()(username=account.username, phone=account.phone)
        validate_password(password[:200], user)
    except ValidationError as refused:
        problems.append(FieldProblem("password", "", RULE, "；".join(refused.messages)))
    if password != again:
        problems.append(FieldProblem("again", "", "同样的密码", "两次输的密码不一样"))
    if problems:
        raise Invalid(tuple(problems))
    asked = AgentAsks(**{name: typed[name] for name in ASKED})
    services.register_agent(account=account, asked=asked, password=password, at=now())


def _firm_fields(filled: Filled) -> tuple[Field, ...]:
    return (
        filled.field("uscc", "统一社会信用代码", hint="营业执照上的 18 位"),
        filled.field("enterprise_name", "企业名称", hint="与营业执照一致"),
        filled.field("duty", "您在企业的职务", placeholder="财务经理"),
    )


def _person_fields(filled: Filled) -> tuple[Field, ...]:
    return (
        filled.field("name", "您的姓名", autocomplete="name"),
        filled.field("phone", "手机", hint="经办会打电话核实", autocomplete="tel"),
        filled.field("email", "邮箱", optional=True, autocomplete="email"),
        filled.field("username", "账号", hint="小写字母开头，用来登录", autocomplete="username"),
        filled.field("password", "密码", "password", hint=RULE, autocomplete="new-password"),
        filled.field("again", "再输一次密码", "password", autocomplete="new-password"),
    )


def _town(one: Asked) -> str:
    return place_name(Role.TOWN_CLERK, one.township) if one.township else ""
