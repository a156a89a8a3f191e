"""经营场所、车间、产线、设备的页: one form for each, filled in by the firm, or for it with its consent."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from luoqiao.apps.clock.queries import now, today
from luoqiao.apps.parties import queries
from luoqiao.apps.parties.errors import NotInRegister
from luoqiao.apps.parties.services import keep_holding, retire_holding
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import Role
from luoqiao.core.parties.duty import Places, RegisterDeed, get_duty
from luoqiao.core.parties.holding import HOLDING_FIELDS, HoldingField, HoldingKind
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Choice, Field
from luoqiao.interfaces.portal.parties.form_page import (
    YES_NO_UNKNOWN,
    FormPage,
    choices_of,
    posted,
    show_again,
    show_form,
)
from luoqiao.interfaces.portal.parts import Link

_STILL = (Choice("yes", "在用"), Choice("no", "已停用"))
_FLAGS = {"是": "yes", "否": "no"}


def holding(request: HttpRequest, uscc: str, kind: str, row: int = 0) -> HttpResponse:
    """添加或更正一项."""
    if kind not in set(HoldingKind):
        raise Http404
    what, actor = HoldingKind(kind), the_actor(request)
    firm = queries.get_seen_enterprise(uscc, actor)
    post = get_duty(actor, RegisterDeed.KEEP_EQUIPMENT, Places(firm.uscc, firm.township, firm.park))
    assisted = post is None or post.role is not Role.ENTERPRISE_AGENT
    typed = posted(request) if request.method == "POST" else _kept(uscc, what, row)
    back = reverse("parties:enterprise", args=(uscc,)) + f"#{kind}"
    fields = tuple(_field(field, typed, queries.get_holding_places(uscc)) for field in HOLDING_FIELDS[what])
    if assisted:
        consent = Field(
            "consent",
            "consent",
            "企业谁同意代填",
            value=typed.get("consent", ""),
            hint="姓名和职务；页面上会写明代填",
        )
        fields += (consent,)
    if row:
        fields += (Field("still", "still", "以后", "segments", typed.get("still", "yes"), choices=_STILL),)
    form = FormPage(
        f"{'更正' if row else '添加'}{what.label}",
        fields,
        "保存",
        Link("回到企业", back),
        eyebrow=firm.name,
        lead="填的是企业自己说的；还不清楚的就选还不清楚，不影响保存。"
        if what is not HoldingKind.ESTABLISHMENT
        else "",
    )
    if request.method != "POST":
        return show_form(request, form)
    try:
        if row and typed.get("still") == "no":
            retire_holding(uscc, what, row, on=today(), actor=actor, at=now())
        else:
            keep_holding(uscc, what, typed, actor=actor, at=now(), consent=typed.get("consent", ""), row=row)
    except DomainError as refused:
        return show_again(request, form, refused)
    messages.success(request, f"已保存{what.label}")
    return HttpResponseRedirect(back)


def _kept(uscc: str, kind: HoldingKind, row: int) -> Mapping[str, str]:
    if not row:
        return {}
    found = next((one for one in queries.list_holdings(uscc, kind) if one.id == row), None)
    if found is None:
        raise NotInRegister(kind.label)
    flags = {field.key for field in HOLDING_FIELDS[kind] if field.kind == "flag"}
    told = {key: _FLAGS.get(value, value) if key in flags else value for key, value in found.fields.items()}
    return {**told, "consent": found.consent}


def _field(field: HoldingField, typed: Mapping[str, str], places: Mapping[str, Mapping[str, str]]) -> Field:
    value = typed.get(field.key, "")
    optional = not field.needed
    if field.kind == "flag":
        return Field(
            field.key, field.key, field.label, "segments", value, hint=field.hint, choices=YES_NO_UNKNOWN
        )
    if field.kind == "date":
        return Field(field.key, field.key, field.label, "date", value, hint=field.hint, optional=optional)
    if field.kind == "text":
        return Field(field.key, field.key, field.label, "text", value, hint=field.hint, optional=optional)
    names = places[field.kind]
    codes = {name: code for code, name in names.items()}
    return Field(
        field.key, field.key, field.label, "choice", codes.get(value, value), hint=field.hint, choices=choices_of(names),
        placeholder="不填", optional=optional,
    )  # fmt: skip
