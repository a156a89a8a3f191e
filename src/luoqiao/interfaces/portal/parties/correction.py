"""登记和更正: the form of one enterprise; a correction says why, a new name from when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from luoqiao.apps.clock.queries import now, today
from luoqiao.apps.parties import queries
from luoqiao.apps.parties.services import Correction, correct_enterprise, register_enterprise
from luoqiao.core.kernel.errors import DomainError, FieldProblem, Invalid
from luoqiao.core.parties.duty import Places, RegisterDeed, get_duty
from luoqiao.core.parties.enterprise import EnterpriseRecord
from luoqiao.core.parties.enterprise_fields import (
    FIELDS,
    EnterpriseField,
    RegisterWords,
    read_day,
    read_record,
    written,
)
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Choice, Field, FieldKind
from luoqiao.interfaces.portal.parties.form_page import FormPage, choices_of, posted, show_again, show_form
from luoqiao.interfaces.portal.parts import Link

_KINDS: dict[str, FieldKind] = {
    "staff": "number",
    "size_year": "number",
    "revenue": "money",
    "industry": "choice",
    "township": "choice",
    "park": "choice",
}
_ACTIVE = (Choice("yes", "存续"), Choice("no", "已注销"))


def register_one(request: HttpRequest) -> HttpResponse:
    """登记一家: a code that is registered already leads to its page."""
    words, typed = queries.get_register_words(), posted(request)
    source = Field(
        "source", "source", "依据", value=typed.get("source", ""), hint="如 走访登记、营业执照复印件"
    )
    form = FormPage(
        "登记一家企业",
        (*(_field(field, typed, words) for field in FIELDS), source),
        "登记",
        Link("回到名录", reverse("parties:register")),
        lead="先在名录里找一找；一个代码只登记一次。",
    )
    if request.method != "POST":
        return show_form(request, form)
    try:
        record, problems = read_record(typed, words)
        if not typed.get("source", "").strip():
            problems += (FieldProblem("source", "", "一句依据", "请写依据：凭什么登记", "LQ-5321"),)
        if record is None or problems:
            raise Invalid(problems)
        firm = register_enterprise(
            record, actor=the_actor(request), at=now(), source=typed["source"].strip()[:200]
        )
    except DomainError as refused:
        return show_again(request, form, refused)
    messages.success(request, f"已登记 {firm.name}")
    return HttpResponseRedirect(reverse("parties:enterprise", args=(firm.uscc,)))


def correct(request: HttpRequest, uscc: str) -> HttpResponse:
    """更正: opens with what is kept; what others corrected meanwhile is not written over."""
    actor, words = the_actor(request), queries.get_register_words()
    firm = queries.get_seen_enterprise(uscc, actor)
    get_duty(actor, RegisterDeed.CORRECT, Places(firm.uscc, firm.township, firm.park))
    kept = EnterpriseRecord(
        firm.uscc, firm.name, firm.industry, firm.industry_code, firm.township, firm.park, firm.address, firm.staff,
        firm.revenue, firm.size_year,
    )  # fmt: skip
    typed = posted(request) if request.method == "POST" else {
        **written(kept, words), "active": "yes" if firm.active else "no", "seen_at": queries.get_version_time(uscc, actor),
    }  # fmt: skip
    form = FormPage(
        f"更正 {firm.name}", _correction_fields(typed, words), "保存更正",
        Link("不改了，回到这家企业", reverse("parties:enterprise", args=(uscc,))), eyebrow=uscc,
        lead="代码不能改；代码登记错了，请把这家标为已注销并写明理由，再按正确的代码登记。",
        hidden=(("seen_at", typed.get("seen_at", "")),),
    )  # fmt: skip
    if request.method != "POST":
        return show_form(request, form)
    try:
        correct_enterprise(uscc, _read(typed, words, uscc), actor=actor, at=now(), on=today())
    except DomainError as refused:
        return show_again(request, form, refused)
    messages.success(request, "已更正，原来的内容留在经过里")
    return HttpResponseRedirect(reverse("parties:enterprise", args=(uscc,)))


def _read(typed: Mapping[str, str], words: RegisterWords, uscc: str) -> Correction:
    record, problems = read_record({**typed, "uscc": uscc}, words)
    from_on, said = (
        read_day(typed["name_from_on"], "新名称起用日期")
        if typed.get("name_from_on", "").strip()
        else (None, "")
    )
    if said:
        problems += (FieldProblem("name_from_on", typed["name_from_on"][:20], "2023-06-30", said, "LQ-5335"),)
    if record is None or problems:
        raise Invalid(problems)
    return Correction(
        record, typed.get("reason", ""), from_on, typed.get("active") != "no", _seen(typed.get("seen_at", ""))
    )


def _seen(text: str) -> datetime | None:
    try:
        return parse_datetime(text)
    except ValueError:
        return None


def _correction_fields(typed: Mapping[str, str], words: RegisterWords) -> tuple[Field, ...]:
    fields = [_field(field, typed, words) for field in FIELDS if field.key != "uscc"]
    fields.insert(1, Field(
        "name_from_on", "name_from_on", "新名称起用日期", "date", typed.get("name_from_on", ""), optional=True,
        hint="改了名称才填；不填就是今天",
    ))  # fmt: skip
    fields.append(Field("active", "active", "状态", "segments", typed.get("active", "yes"), choices=_ACTIVE))
    hint = "谁提供的、依据什么；会记入审计"
    fields.append(Field("reason", "reason", "更正的理由", "long", typed.get("reason", ""), hint=hint))
    return tuple(fields)


def _field(field: EnterpriseField, typed: Mapping[str, str], words: RegisterWords) -> Field:
    names = {"industry": words.industries, "township": words.townships, "park": words.parks}.get(field.key)
    value = typed.get(field.key, "")
    if names is not None:
        codes = {name: code for code, name in names.items()}
        return Field(
            field.key, field.key, field.label, "choice", codes.get(value, value), hint=field.hint,
            choices=choices_of(names), placeholder="不填" if field.key == "park" else "请选", optional=True,
        )  # fmt: skip
    kind = _KINDS.get(field.key, "text")
    label, unit = (
        (field.label.removesuffix("（万元）"), "万元") if field.key == "revenue" else (field.label, "")
    )
    return Field(
        field.key,
        field.key,
        label,
        kind,
        value,
        unit=unit,
        hint=field.hint,
        optional=not field.needed,
    )
