"""企业账号: somebody asks to act for an enterprise by its credit code; the township or a bureau confirms or refuses, once.

Until it is confirmed the account cannot sign in. One enterprise may have several agents, one person several enterprises.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from luoqiao.apps.accounts.errors import (
    AskedAlready,
    NoSuchRequest,
    NotInRegister,
    RequestDecided,
)
from luoqiao.apps.accounts.models import AgentRequest, User
from luoqiao.apps.accounts.rows import locked_user, subject_of
from luoqiao.apps.accounts.services.keeping import NewAccount, check_account, new_user
from luoqiao.apps.accounts.services.posts import NewPost, hold
from luoqiao.apps.audit.services import Deed, record
from luoqiao.apps.parties import queries as register
from luoqiao.apps.parties.scope import enterprise_scope
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.parties.actor import Actor, Post, Role
from luoqiao.core.parties.posts import AccountDeed, check_duty
from luoqiao.core.parties.uscc import check_uscc

LONGEST = {"enterprise_name": 200, "duty": 60}


@dataclass(frozen=True, slots=True)
class AgentAsks:
    """申请的内容: for which enterprise, by code and name, and what the person does there."""

    uscc: str
    enterprise_name: str
    duty: str


def register_agent(*, account: NewAccount, asked: AgentAsks, password: str, at: datetime) -> int:
    """A stranger asks: an account that cannot sign in yet, with the password that the person chose; its number."""
    code = _check(asked, account)
    with transaction.atomic():
        user = new_user(account, at, active=False)
        user.set_password(password)
        user.password_set_at = at
        user.save(update_fields=["password", "password_set_at"])
        _ask(user, asked, code, at)
    return int(user.pk)


def ask_to_act(*, asked: AgentAsks, actor: Actor, at: datetime) -> None:
    """Somebody who acts for one enterprise asks to act for another as well."""
    code = _check(asked)
    with transaction.atomic():
        if any(post.place == code for post in actor.posts if post.role is Role.ENTERPRISE_AGENT and not post.for_user):
            raise AskedAlready
        _ask(locked_user(actor.user), asked, code, at)


def confirm_agent(*, request_id: int, actor: Actor, at: datetime, on: date) -> None:
    """The clerk of the township, or an officer, lets the person act for the enterprise from today.

    Refuses an enterprise that is not in the register (NotInRegister) or not this person's (NoSuchRequest), and what was
    decided already (RequestDecided).
    """
    post = check_duty(actor, AccountDeed.CONFIRM_AGENT)
    with transaction.atomic():
        request = _open(request_id, actor)
        check_duty(actor, AccountDeed.CONFIRM_AGENT, request.user_id)
        if register.find_enterprise(request.enterprise_id) is None:
            raise NotInRegister(request.enterprise_id)
        user = locked_user(request.user_id)
        if not user.is_active and user.last_login is None and not user.posts_held.exists():
            user.is_active = True
            user.save(update_fields=["is_active"])
        hold(user, NewPost(Role.ENTERPRISE_AGENT, request.enterprise_id, on), actor, at)
        _decide(request, "confirmed", actor, at)
        detail = {"post": Post(Role.ENTERPRISE_AGENT, request.enterprise_id).desk, "duty": request.duty}
        record(at=at, actor=actor, deed=Deed("agent.confirmed", subject_of(user), detail), post=post)


def refuse_agent(*, request_id: int, actor: Actor, at: datetime, reason: str) -> None:
    """Refuse, with a reason that the person can be told."""
    post = check_duty(actor, AccountDeed.CONFIRM_AGENT)
    if not reason.strip():
        raise Invalid((FieldProblem("reason", "", "不同意的理由", "请写明为什么不同意，申请人会问"),))
    with transaction.atomic():
        request = _open(request_id, actor)
        check_duty(actor, AccountDeed.CONFIRM_AGENT, request.user_id)
        _decide(request, "refused", actor, at, reason.strip()[:300])
        deed = Deed("agent.refused", subject_of(request.user), {"enterprise": request.enterprise_id}, reason.strip())
        record(at=at, actor=actor, deed=deed, post=post)


def _open(request_id: int, actor: Actor) -> AgentRequest:
    seen = AgentRequest.objects.filter(enterprise_scope(actor, "enterprise__"), pk=request_id)
    if not seen.exists():
        raise NoSuchRequest
    request = AgentRequest.objects.select_for_update(of=("self",)).select_related("user").get(pk=request_id)
    if request.outcome:
        raise RequestDecided(request.decided_by_name)
    return request


def _decide(request: AgentRequest, outcome: str, actor: Actor, at: datetime, reason: str = "") -> None:
    request.outcome, request.decided_at, request.reason = outcome, at, reason
    request.decided_by, request.decided_by_name = actor.user, actor.name
    request.save(update_fields=["outcome", "decided_at", "reason", "decided_by", "decided_by_name"])


def _ask(user: User, asked: AgentAsks, code: str, at: datetime) -> None:
    try:
        with transaction.atomic():
            AgentRequest.objects.create(
                user=user, enterprise_id=code, enterprise_name=asked.enterprise_name.strip(), duty=asked.duty.strip(), asked_at=at
            )
    except IntegrityError as twice:
        raise AskedAlready from twice
    deed = Deed("agent.asked", subject_of(user), {"enterprise": code})
    record(at=at, actor=Actor(user.pk, user.name), deed=deed)


def _check(asked: AgentAsks, account: NewAccount | None = None) -> str:
    """The code as it is kept; refuses what cannot be read, every field at once."""
    problems: list[FieldProblem] = []
    verdict = check_uscc(asked.uscc)
    problems += [FieldProblem("uscc", asked.uscc[:40], fault.expected, fault.message, fault.code) for fault in verdict.faults[:1]]
    for name, label in (("enterprise_name", "企业名称"), ("duty", "您在企业的职务")):
        text = getattr(asked, name).strip()
        if not text or len(text) > LONGEST[name]:
            problems.append(FieldProblem(name, text[:60], label, f"{label}要写，最多 {LONGEST[name]} 个字"))
    if account is not None:
        try:
            check_account(account)
        except Invalid as invalid:
            problems += invalid.problems
        if not account.phone:
            problems.append(FieldProblem("phone", "", "手机", "手机要写，经办会打电话核实"))
    if problems:
        raise Invalid(tuple(problems))
    return verdict.code
