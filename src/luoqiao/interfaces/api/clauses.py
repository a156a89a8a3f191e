"""/clauses and /readings: what the programme offers, clause by clause, and how its unclear words are read."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Query, Router

from luoqiao.apps.clock.queries import today
from luoqiao.apps.policy import queries
from luoqiao.apps.policy.errors import UnknownClause
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.rules.catalogue import Manner, entry, search
from luoqiao.core.rules.form import form_schema
from luoqiao.interfaces.api.clause_data import clause_data, entry_data, reading_data
from luoqiao.interfaces.api.conditional import answer
from luoqiao.interfaces.api.framework import READ_ERRORS
from luoqiao.interfaces.api.inputs import Day
from luoqiao.interfaces.api.proofs_data import proofs_data, proofs_stamp
from luoqiao.interfaces.api.schemas_pack import ClauseDetailOut, ClauseOut, ReadingOut, SchemaOut

router = Router(tags=["条款"])
NO_SUCH_FILTER = "LQ-4111"
Words = Annotated[str, Query(max_length=200, description="要找的词，几个词用空格隔开，都要有。")]
OnDay = Annotated[
    Day | None, Query(description="哪一天的读法；不写时，方案有效期内按今天，过后按有效期最后一天。")
]


@router.get(
    "/clauses",
    operation_id="list_clauses",
    summary="政策目录",
    response={200: list[ClauseOut], **READ_ERRORS},
)
def list_clauses(
    request: HttpRequest,
    q: Words = "",
    industry: str = "",
    tier: str = "",
    manner: Manner | None = None,
    on: OnDay = None,
    pack: str | None = None,
) -> HttpResponseBase:
    """按词、产业、出资的一级和补助、奖励、贴息查条款。没有写产业的条款对各产业都开放。"""
    version = queries.get_version(pack)
    whole = queries.get_pack_of(version.pack, version.digest)
    _known("industry", industry, {one.id: one.name for one in whole.industries})
    _known("tier", tier, {one.code: one.label for one in whole.meta.tiers})
    day = on or whole.default_day(today())
    basis = whole.basis
    found = search((entry(c, basis, day) for c in whole.clauses.values()), q, tier=tier, manner=manner)
    return answer(request, [entry_data(one) for one in found], version.digest, day)


@router.get(
    "/clauses/{clause}",
    operation_id="get_clause",
    summary="一个条款",
    response={200: ClauseDetailOut, **READ_ERRORS},
)
def get_clause(
    request: HttpRequest, clause: str, on: OnDay = None, pack: str | None = None
) -> HttpResponseBase:
    """条款的原文、规则、要问的事实、读法、收款人、算例和证明。"""
    version = queries.get_version(pack)
    whole = queries.get_pack_of(version.pack, version.digest)
    if clause not in whole.clauses:
        raise UnknownClause(clause, whole.clauses)
    day = on or whole.default_day(today())
    basis = whole.basis
    data = clause_data(entry(whole.clauses[clause], basis, day), basis, whole.readings, day)
    data |= {"pack": version.pack, "version": version.version, "digest": version.digest}
    data |= {"proofs": proofs_data(whole, clause)}
    return answer(request, data, version.digest, proofs_stamp(whole), day)


@router.get(
    "/clauses/{clause}/schema",
    operation_id="get_clause_schema",
    summary="一个条款的表单",
    response={200: SchemaOut, **READ_ERRORS},
)
def get_clause_schema(request: HttpRequest, clause: str, pack: str | None = None) -> HttpResponseBase:
    """条款要问的事实，写成 JSON Schema。"""
    version = queries.get_version(pack)
    whole = queries.get_pack_of(version.pack, version.digest)
    if clause not in whole.clauses:
        raise UnknownClause(clause, whole.clauses)
    return answer(request, form_schema(whole.clauses[clause], whole.basis), version.digest)


@router.get(
    "/readings",
    operation_id="list_readings",
    summary="全部读法",
    response={200: list[ReadingOut], **READ_ERRORS},
)
def list_readings(request: HttpRequest, on: OnDay = None, pack: str | None = None) -> HttpResponseBase:
    """文件自相矛盾或没有说清的地方，各种读法和裁定。"""
    version = queries.get_version(pack)
    whole = queries.get_pack_of(version.pack, version.digest)
    day = on or whole.default_day(today())
    data: list[Any] = [reading_data(question, day) for question in whole.readings.questions]
    return answer(request, data, version.digest, day)


@router.get(
    "/readings/{reading}",
    operation_id="get_reading",
    summary="一条读法",
    response={200: ReadingOut, **READ_ERRORS},
)
def get_reading(
    request: HttpRequest, reading: str, on: OnDay = None, pack: str | None = None
) -> HttpResponseBase:
    """一条读法的问题、选项、引文和裁定。"""
    version = queries.get_version(pack)
    whole = queries.get_pack_of(version.pack, version.digest)
    day = on or whole.default_day(today())
    return answer(request, reading_data(whole.readings.get_question(reading[:60]), day), version.digest, day)


def _known(field: str, given: str, known: dict[str, str]) -> None:
    """A filter must be one of the names that the pack knows."""
    if given and given not in known:
        listed = "、".join(f"{name}（{label}）" for name, label in known.items())
        message = f"没有“{given[:40]}”；可用 {listed}"
        raise Invalid((FieldProblem(field, given[:40], listed, message, NO_SUCH_FILTER),))
