"""审批的动词: approve, return, send back, propose to refuse; one transaction each, idempotent under the form's key."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.utils import timezone

from luoqiao.apps.accounts.queries import list_holders
from luoqiao.apps.cases.calculation import (
    Calculation,
    calculation_of,
    ceiling_of,
    decision_content,
    keep_snapshot,
)
from luoqiao.apps.cases.contents import clause_of, handed_in, lines_of
from luoqiao.apps.cases.earlier import lock_caps
from luoqiao.apps.cases.known_facts import keep_decided
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.cases.services.pressing import Happened, Press, press_on
from luoqiao.core.cases import decide
from luoqiao.core.cases import events as e
from luoqiao.core.cases.credit_check import CreditCheck
from luoqiao.core.cases.refusals import NotAColleague
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.parties.actor import Actor, Post, Role
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.facts import read_facts


def approve(
    press: Press, *, opinion: str = "", amounts: Mapping[str, int] | None = None, lowered_because: str = "",
    next_user: int = 0, credit: CreditCheck | None = None,
) -> Opened:  # fmt: skip
    """同意 this step (or confirm what was proposed). The money is worked out anew from the facts that are adopted now.

    Refuses with CaseMovedOn, NotAtThisStep, NotYourDuty, FourEyes, AmountAboveCeiling, ReasonMissing, CreditNotChecked.
    """

    def events(opened: Opened) -> tuple[e.Event, ...]:
        calculation = calculation_of(opened)
        ceiling = ceiling_of(calculation)
        snapshot = _decision_snapshot(opened, calculation, press.at, credit)
        if next_user:
            _check_colleague(opened, press, next_user, amounts)
        labels = {tier.code: tier.label for tier in opened.pack.basis.tiers}
        return decide.approve(
            opened.matter, press.actor, opinion=opinion, snapshot=snapshot, amounts=amounts, ceiling=ceiling,
            lowered_because=lowered_because, next_user=next_user, labels=labels, credit=credit,
        )  # fmt: skip

    contents = {"opinion": opinion, "amounts": dict(amounts or {}), "because": lowered_because, "next": next_user,
                "credit": credit.as_values() if credit else None}  # fmt: skip
    return _act(press, "approve", contents, events)


def return_for_correction(press: Press, *, items: Sequence[e.ReturnItem], resume_at: str = "") -> Opened:
    """一次性告知补正: every field and document at once; the clock of this step stands still from now on."""
    contents = {"items": [[one.kind, one.name, one.reason] for one in items], "resume_at": resume_at}
    return _act(
        press, "return", contents,
        lambda opened: decide.return_for_correction(opened.matter, press.actor, items=tuple(items), resume_at=resume_at),
    )  # fmt: skip


def send_back(press: Press, *, reason: str) -> Opened:
    """退回重审: the confirming person does not agree."""
    return _act(
        press, "send_back", {"reason": reason},
        lambda opened: decide.send_back(opened.matter, press.actor, reason=reason),
    )  # fmt: skip


def reject(press: Press, *, reasons: Sequence[str]) -> Opened:
    """拟不予支持: proposed; somebody else confirms it."""
    return _act(
        press, "reject", {"reasons": list(reasons)},
        lambda opened: decide.reject(opened.matter, press.actor, reasons=tuple(reasons)),
    )  # fmt: skip


def decide_fact(press: Press, *, fact: str, value: str | None, reason: str) -> Opened:
    """认定事实: another value than the sources give is adopted, with a reason; None takes that back. Invalid for a bad value."""

    def events(opened: Opened) -> tuple[e.Event, ...]:
        happened = decide.decide_fact(opened.matter, press.actor, key=fact, value=value, reason=reason)
        clause = _check_fact(opened, fact, value)
        if value is not None:
            keep_decided(opened.row, clause, {fact: value}, reason, actor=press.actor, at=press.at)
        return happened

    return _act(press, "decide_fact", {"fact": fact, "value": value, "reason": reason}, events)


def withdraw(press: Press, *, reason: str = "") -> Opened:
    """撤回: by the applicant; what the case had reserved is given back."""
    return _act(
        press, "withdraw", {"reason": reason},
        lambda opened: decide.withdraw(opened.matter, press.actor, reason=reason),
    )  # fmt: skip


def lapse(press: Press, *, reason: str) -> Opened:
    """逾期未补正办结: by the officer who asked for the correction, after its time has passed."""

    def events(opened: Opened) -> tuple[e.Event, ...]:
        due = opened.row.deadline_on
        overdue = due is not None and timezone.localdate(press.at) > due
        return decide.lapse(opened.matter, press.actor, reason=reason, overdue=overdue)

    return _act(press, "lapse", {"reason": reason}, events)


def answer_consent(press: Press, *, wants: bool, reason: str = "") -> Opened:
    """意愿确认: the enterprise takes the award or leaves it."""
    return _act(
        press, "consent", {"wants": wants, "reason": reason},
        lambda opened: decide.answer_consent(opened.matter, press.actor, wants=wants, reason=reason),
    )  # fmt: skip


def supervise(press: Press, *, text: str) -> Opened:
    """督办: the head or a leader asks in writing for the case to move."""
    return _act(
        press, "supervise", {"text": text}, lambda opened: decide.supervise(opened.matter, press.actor, text=text)
    )


def _act(
    press: Press, deed: str, contents: Mapping[str, object], events: Callable[[Opened], tuple[e.Event, ...]]
) -> Opened:
    """One deed that may move money: under the lock of the caps of its clause too."""

    def happens(opened: Opened) -> Happened:
        if opened.row.clause:
            lock_caps(opened.row)
        happened = events(opened)
        return happened, _post(opened, press.actor, happened)

    return press_on(press, deed, contents, happens)


def _check_colleague(opened: Opened, press: Press, next_user: int, amounts: Mapping[str, int] | None) -> None:
    """Whoever is asked to go on works at the desk that comes next and may act there."""
    matter = opened.matter
    total = matter.state.total if amounts is None else sum(amounts.values())
    following = decide.next_review(matter, total)
    if following is None:
        raise NotAColleague(matter.step.name)
    acting = frozenset(press.actor.persons()) - {0}
    barred = decide.barred_at(matter, following, acting)
    on = timezone.localdate(press.at)
    desks = (desk.partition("@") for desk in following.desks(matter.parties))
    people = [one for role, _, place in desks for one in list_holders(Role(role), place, on)]
    if next_user not in {one.user for one in people if not {one.user, one.for_user} & barred}:
        raise NotAColleague(following.name)


def _check_fact(opened: Opened, fact: str, value: str | None) -> t.Clause:
    """The clause, when the value can be read as what the clause asks for; a fact that nobody could state is refused."""
    clause = clause_of(opened)
    one = next((one for one in clause.inputs if one.identifier == fact), None) if clause else None
    if clause is None or one is None or one.kind is t.Kind.LIST:
        said = "这一项不能在这里认定；请告知企业补正"
        raise Invalid((FieldProblem(fact[:60], "", "可以认定的事实", said, "LQ-5522"),))
    if value is not None:
        read = read_facts(clause, {fact: value}, opened.pack.basis.tiers)
        if one.label not in read.values:
            raise Invalid((FieldProblem(fact, value[:40], "一个值", f"{one.label}要写认定的值", "LQ-5522"),))
    return clause


def _post(opened: Opened, actor: Actor, happened: Sequence[e.Event]) -> Post | None:
    """The post in which the deed was done: the desk that the event names, else one of those that were waited for."""
    named = next((desk for event in happened if (desk := getattr(event, "desk", ""))), "")
    desks = (named,) if named else decide.waiting_desks(opened.matter)
    held = [post for post in actor.posts if post.desk in desks] or list(actor.posts[:1])
    return min(held, key=lambda post: post.for_user, default=None)


def _decision_snapshot(
    opened: Opened, calculation: Calculation | None, at: datetime, credit: CreditCheck | None
) -> str:
    given = handed_in(opened)
    content = decision_content(opened.row, given, lines_of(opened, given), clause_of(opened), calculation, credit)
    return keep_snapshot(opened.row, content, at)
