"""企业在案件页上的决定: take back an application, take an award or leave it."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse, QueryDict

from luoqiao.apps.cases.services import deciding
from luoqiao.apps.cases.services.pressing import Press
from luoqiao.interfaces.portal.cases.decide_views import press_button, sent_text
from luoqiao.interfaces.portal.cases.pressed import DamagedForm


def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """撤回."""
    return press_button(request, number, _withdraw)


def consent(request: HttpRequest, number: str) -> HttpResponse:
    """意愿确认: 领取 or 放弃."""
    return press_button(request, number, _consent)


def _withdraw(press: Press, sent: QueryDict, today: date) -> str:
    deciding.withdraw(press, reason=sent_text(sent, "reason"))
    return f"{press.number} 已撤回，占用的发票已放开"


def _consent(press: Press, sent: QueryDict, today: date) -> str:
    wants = {"yes": True, "no": False}.get(sent.get("wants", ""))
    if wants is None:
        raise DamagedForm
    deciding.answer_consent(press, wants=wants, reason=sent_text(sent, "reason"))
    return f"{press.number} 已确认领取，接着公示" if wants else f"{press.number} 已放弃"
