"""数据: what the district knows about an enterprise, by year, sources side by side; what an enterprise may say against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from luoqiao.apps.clock.queries import now, today
from luoqiao.apps.evidence.errors import UnknownFactKey
from luoqiao.apps.evidence.queries import fact_history, fact_sheet, list_keys, list_reports, list_years
from luoqiao.apps.evidence.services import override_fact, record_fact, report_correction
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.evidence.fact import NewFact, SheetRow, enterprise_subject
from luoqiao.core.evidence.fact_key import FactKey
from luoqiao.core.evidence.fact_value import show_value
from luoqiao.core.evidence.source import Source
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import Actor, Role
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.evidence.fact_form import can_be_typed, period_of, typed_value, value_field
from luoqiao.interfaces.portal.evidence.fact_table import fact_table
from luoqiao.interfaces.portal.evidence.firm import Firm, choose_firm, chosen_firm, frame_of, office_of
from luoqiao.interfaces.portal.form_parts import Choice, Field
from luoqiao.interfaces.portal.parts import Link

TITLE = "我的数据"
FIRST_YEAR = 2000
LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Earlier:
    """记过的一条: what, from where, who, when, and whether it was taken back."""

    value: str
    source: str
    period: str
    origin: str
    who: str
    recorded: str
    note: str


def facts_page(request: HttpRequest) -> HttpResponse:
    """The sheet of one year."""
    firm = chosen_firm(request)
    if firm is None:
        return choose_firm(request, "数据", "facts")
    actor, on = the_actor(request), today()
    subject = enterprise_subject(firm.uscc)
    years = list_years(subject, actor)
    year = _year(request.GET.get("year", ""), years[0] if years and years[0] <= on.year else on.year)
    sheet = fact_sheet(subject, day_of(year, on), now(), actor)
    known = {row.key.id for row in sheet.rows}
    reports = list_reports(actor, enterprise=firm.uscc)
    context = frame_of(firm, "facts", TITLE if firm.own else "数据") | {
        "table": fact_table(sheet, today=on, actions=lambda row: _links(row, firm, actor, year)), "year": year,
        "years": tuple(
            (one, firm.address("evidence:facts", year=one), one == year) for one in sorted({*years, year, on.year}, reverse=True)
        ),
        "reports": tuple(reports), "reported": {one.id: show_value(one.key, one.value) for one in reports},
        "add": _add_field(known, year) if firm.writes else None, "add_href": firm.address("evidence:fact_edit"),
        "corrections": firm.address("evidence:corrections"),
    }  # fmt: skip
    return render(request, "pages/evidence/facts.html", context)


def fact_history_page(request: HttpRequest, key: str) -> HttpResponse:
    """Everything ever recorded about one thing: who knew what when."""
    firm = chosen_firm(request)
    if firm is None:
        return choose_firm(request, "数据", "facts")
    known = _key(key)
    rows = fact_history(enterprise_subject(firm.uscc), key, the_actor(request))
    listed = tuple(
        Earlier(
            "撤回" if one.value is None else show_value(known, one.value), one.source.label, one.period.words, one.origin,
            one.who, f"{timezone.localtime(one.recorded_at):%Y-%m-%d %H:%M}", one.note,
        )
        for one in rows
    )  # fmt: skip
    context = frame_of(firm, "facts", known.label) | {
        "known": known, "rows": listed, "back": firm.address("evidence:facts"),
    }  # fmt: skip
    return render(request, "pages/evidence/fact_history.html", context)


def fact_edit(request: HttpRequest) -> HttpResponse:
    """这些数据不对 (an enterprise), 登记 (a clerk) or 认定 (an officer): one value with its reason."""
    firm = chosen_firm(request)
    if firm is None:
        return choose_firm(request, "数据", "facts")
    asked = request.POST if request.method == "POST" else request.GET
    key = _key(asked.get("key", ""))
    year = _year(asked.get("year", ""), today().year)
    error = ""
    if request.method == "POST":
        try:
            said = _recorded(request, firm, key, year)
        except DomainError as refused:
            error = refused.message
        else:
            messages.info(request, said)
            return HttpResponseRedirect(firm.address("evidence:facts", year=year))
    return _edit_page(request, firm, key, year, error)


def _recorded(request: HttpRequest, firm: Firm, key: FactKey, year: int) -> str:
    actor, sent = the_actor(request), request.POST
    value, note = sent.get("value", ""), sent.get("note", "").strip()[:LONGEST_NOTE]
    period = period_of(key, year, today())
    subject = enterprise_subject(firm.uscc)
    if firm.own:
        report_correction(
            uscc=firm.uscc, key=key.id, value=value, period=period, shown=_shown(firm, key, year, actor), note=note,
            form=_form_mark(sent.get("form", "")), office=office_of(get_pack(), key.clause), actor=actor, at=now(),
        )  # fmt: skip
        return f"“{key.label}”的更正已提交，所在镇街核实后答复；在此之前原来的值照样显示"
    if sent.get("source") == Source.DECIDED.value:
        override_fact(subject=subject, key=key.id, value=value, period=period, reason=note, actor=actor, at=now())
        return f"“{key.label}”已认定"
    fact = NewFact(subject, key.id, value, period, Source.REGISTER, sent.get("origin", "").strip()[:200], note)
    record_fact(fact=fact, actor=actor, at=now())
    return f"“{key.label}”已登记"


def _edit_page(request: HttpRequest, firm: Firm, key: FactKey, year: int, error: str) -> HttpResponse:
    actor, sent = the_actor(request), request.POST
    row = _sheet_row(firm, key, year, actor)
    value = sent.get("value", "") if sent else typed_value(row.adopted.value) if row and not firm.own else ""
    fields = [value_field(key, value, error, label="正确的值" if firm.own else "值")]
    if not firm.own:
        fields += _official_fields(actor, sent.get("source", ""), sent.get("origin", ""))
    note = "怎么知道的，依据什么" if firm.own else "理由，和记录一起保存"
    fields.append(Field("note", "note", "说明", "long", sent.get("note", ""), hint=note))
    context = frame_of(firm, "facts", key.label) | {
        "known": key, "year": year, "fields": fields, "form": sent.get("form", "") or str(uuid4()),
        "row": fact_table_row(row), "period": period_of(key, year, today()).words, "own": firm.own,
        "back": firm.address("evidence:facts", year=year), "can": firm.writes and can_be_typed(key),
    }  # fmt: skip
    return render(request, "pages/evidence/fact_edit.html", context, status=422 if error else 200)


def fact_table_row(row: SheetRow | None) -> str:
    """What is shown now: the value and its source."""
    return f"{row.shown}（{row.adopted.source.label}）" if row else ""


def _official_fields(actor: Actor, source: str, origin: str) -> Iterator[Field]:
    choices = [Choice(Source.REGISTER.value, "登记：名录、名单或登记库里的值")]
    if actor.has(Role.OFFICER, Role.UNIT_HEAD):
        choices.append(Choice(Source.DECIDED.value, "认定：各方不一致时由经办决定"))
    yield Field("source", "source", "作为", "choice", source, choices=tuple(choices))
    yield Field("origin", "origin", "出处", "text", origin, hint="如：统计局名录库 2023-06", optional=True)


def _links(row: SheetRow, firm: Firm, actor: Actor, year: int) -> Iterator[Link]:
    if firm.writes and can_be_typed(row.key):
        words = "不对？" if firm.own else "认定" if row.conflict and actor.has(Role.OFFICER) else "登记"
        yield Link(words, firm.address("evidence:fact_edit", key=row.key.id, year=year))
    yield Link("来历", firm.address("evidence:fact_history", row.key.id))


def _add_field(known: set[str], year: int) -> tuple[Field, ...]:
    choices = tuple(
        Choice(key.id, f"{key.label}（{key.group}）" if key.clause else key.label)
        for key in list_keys().values()
        if key.id not in known and can_be_typed(key)
    )
    return (
        Field("key", "key", "补一项没有的数据", "choice", choices=choices),
        Field("year", "year", "年度", "number", str(year), short=True),
    )


def _shown(firm: Firm, key: FactKey, year: int, actor: Actor) -> str:
    return fact_table_row(_sheet_row(firm, key, year, actor))


def _sheet_row(firm: Firm, key: FactKey, year: int, actor: Actor) -> SheetRow | None:
    sheet = fact_sheet(enterprise_subject(firm.uscc), day_of(year, today()), now(), actor, keys=(key.id,))
    return sheet.find_row(key.id)


def _key(identifier: str) -> FactKey:
    keys = list_keys()
    if identifier not in keys:
        raise UnknownFactKey(identifier, None)
    return keys[identifier]


def day_of(year: int, on: date) -> date:
    """The day on which a year is looked at: today in this year, its last day in another."""
    return on if year == on.year else date(year, 12, 31)


def _year(text: str, otherwise: int) -> int:
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else otherwise
    return year if FIRST_YEAR <= year <= today().year + 1 else otherwise


def _form_mark(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()
