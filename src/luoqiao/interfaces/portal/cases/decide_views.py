"""案件的决定: what the buttons of the case page send. A refusal shows the page again as it was typed; a deed leads back to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from django.contrib import messages
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from luoqiao.apps.cases.services import deciding
from luoqiao.apps.cases.services.pressing import Press
from luoqiao.apps.clock import queries as clock
from luoqiao.core.cases.credit_check import CreditCheck, read_credit_check
from luoqiao.core.cases.procedure import Act
from luoqiao.core.cases.refusals import NoSuchCase
from luoqiao.core.kernel.errors import DomainError, FieldProblem, Invalid
from luoqiao.core.kernel.money import NotMoney, parse_money
from luoqiao.interfaces.portal.cases.case_page import case_response
from luoqiao.interfaces.portal.cases.pressed import DamagedForm, read_press
from luoqiao.interfaces.portal.cases.typed import refused_form
from luoqiao.interfaces.portal.entry import the_actor

LONGEST = 2_000
Deed = Callable[[Press, QueryDict, date], str]


def decide_case(request: HttpRequest, number: str) -> HttpResponse:
    """同意, 拟不予支持 or 退回重审: which, the button says."""
    deed = DEEDS.get(request.POST.get("act", ""))
    return press_button(request, number, deed or _damaged)


def decide_fact(request: HttpRequest, number: str) -> HttpResponse:
    """认定事实: another value is adopted, with the reason; or that is taken back."""
    return press_button(request, number, _decide_fact)


def supervise(request: HttpRequest, number: str) -> HttpResponse:
    """督办: the lead unit's head or a leader asks in writing for the case to move."""
    return press_button(request, number, _supervise)


def lapse(request: HttpRequest, number: str) -> HttpResponse:
    """逾期未补正办结: the officer who asked for the correction closes the case."""
    return press_button(request, number, _lapse)


def press_button(request: HttpRequest, number: str, deed: Deed) -> HttpResponse:
    """Do one deed on a case and lead back to it; refused, the page with everything that was typed."""
    try:
        press = read_press(request.POST, number, the_actor(request), clock.now())
        said = deed(press, request.POST, clock.today())
    except NoSuchCase:
        raise
    except DomainError as error:
        status = 422 if isinstance(error, Invalid) else 409
        return case_response(request, number, refused_form(request, error), status)
    say_once(request, said)
    return HttpResponseRedirect(reverse("cases:case", args=(number,)))


def say_once(request: HttpRequest, said: str) -> None:
    """Tell on the next page what was done; a form sent twice says it once."""
    waiting = get_messages(request)
    known = [str(one) for one in waiting]
    waiting.used = False  # type: ignore[union-attr] # they are only looked at here; the next page shows them
    if said not in known:
        messages.success(request, said)


def _approve(press: Press, sent: QueryDict, today: date) -> str:
    amounts = _amounts(sent)
    opened = deciding.approve(
        press, opinion=sent_text(sent, "opinion"), amounts=amounts, lowered_because=sent_text(sent, "because"),
        next_user=_user(sent.get("next_user", "")), credit=_credit(sent, today),
    )  # fmt: skip
    return f"{press.number} 已同意；现在是“{opened.row.step_name}”"


def _reject(press: Press, sent: QueryDict, today: date) -> str:
    deciding.reject(press, reasons=_reasons(sent))
    return f"{press.number} 已提出不予支持，等别人确认"


def _send_back(press: Press, sent: QueryDict, today: date) -> str:
    deciding.send_back(press, reason="；".join(_reasons(sent)))
    return f"{press.number} 已退回重审"


def _decide_fact(press: Press, sent: QueryDict, today: date) -> str:
    drops = sent.get("deed") == "drop"
    value, reason = sent_text(sent, "value"), sent_text(sent, "reason")
    deciding.decide_fact(
        press, fact=sent_text(sent, "fact"), value=None if drops else value, reason=reason or ("撤回先前的认定" if drops else "")
    )
    return "已撤回认定，金额重新计算" if drops else "已按认定的值重新计算"


def _supervise(press: Press, sent: QueryDict, today: date) -> str:
    deciding.supervise(press, text=sent_text(sent, "text"))
    return f"{press.number} 已督办，办理岗位会收到消息"


def _lapse(press: Press, sent: QueryDict, today: date) -> str:
    deciding.lapse(press, reason=sent_text(sent, "reason"))
    return f"{press.number} 已按逾期未补正办结"


def _damaged(press: Press, sent: QueryDict, today: date) -> str:
    raise DamagedForm


DEEDS: Mapping[str, Deed] = {Act.APPROVE.value: _approve, Act.REJECT.value: _reject, Act.SEND_BACK.value: _send_back}


def _amounts(sent: QueryDict) -> dict[str, int] | None:
    """The amounts that the page showed or that were lowered on it; every unreadable one is listed."""
    found: dict[str, int] = {}
    problems: list[FieldProblem] = []
    for name in sent:
        if not name.startswith("amount-"):
            continue
        text = sent.get(name, "").strip()
        try:
            found[name.removeprefix("amount-")[:40]] = parse_money(text)
        except NotMoney as error:
            problems.append(FieldProblem(name, text[:40], "金额", error.message, error.code))
    if problems:
        raise Invalid(tuple(problems))
    return found or None


def _credit(sent: QueryDict, today: date) -> CreditCheck | None:
    names = ("found", "source", "on", "note")
    return read_credit_check({name: sent.get(f"credit_{name}", "") for name in names}, today)


def _reasons(sent: QueryDict) -> list[str]:
    """The sentences that were ticked, then the free words."""
    ticked = [one.strip()[:LONGEST] for one in sent.getlist("reason")]
    return [one for one in (*ticked, sent_text(sent, "other")) if one]


def sent_text(sent: QueryDict, name: str) -> str:
    """What was typed under a name, without more than anybody reads."""
    return sent.get(name, "").strip()[:LONGEST]


def _user(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
