"""/packs, /document, /coverage: which programmes are loaded, their text, and what each sentence drives."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router

from luoqiao.apps.policy import queries
from luoqiao.apps.policy.queries import LoadedVersion
from luoqiao.interfaces.api import document_data as d
from luoqiao.interfaces.api.conditional import answer
from luoqiao.interfaces.api.framework import READ_ERRORS
from luoqiao.interfaces.api.schemas_pack import CoverageOut, DocumentOut, PackDetailOut, PackOut

router = Router(tags=["方案包"])


@router.get(
    "/packs", operation_id="list_packs", summary="全部方案包", response={200: list[PackOut], **READ_ERRORS}
)
def list_packs(request: HttpRequest) -> HttpResponseBase:
    """已载入的方案包，最近生效的在前。"""
    loaded = queries.list_packs()
    return answer(
        request, [_identity(version) for version in loaded], *(version.digest for version in loaded)
    )


@router.get(
    "/packs/{pack}",
    operation_id="get_pack",
    summary="一个方案包",
    response={200: PackDetailOut, **READ_ERRORS},
)
def get_pack(request: HttpRequest, pack: str) -> HttpResponseBase:
    """方案包的身份、出资各级、产业名单和各部分的数量。"""
    version = queries.get_version(pack)
    whole = queries.get_pack_of(version.pack, version.digest)
    counts = {
        "clauses": len(whole.clauses), "readings": len(whole.readings), "targets": len(whole.targets),
        "tasks": len(whole.tasks), "mechanisms": len(whole.mechanisms), "units": len(whole.units),
        "sentences": len(whole.document.sentences),
    }  # fmt: skip
    data = _identity(version) | {
        "issuer": whole.meta.issuer,
        "adopted_on": whole.meta.adopted_on.isoformat(),
        "tiers": [{"tier": tier.code, "label": tier.label} for tier in whole.meta.tiers],
        "industries": [{"industry": i.id, "label": i.name, "leading": i.leading} for i in whole.industries],
        "counts": counts,
    }
    return answer(request, data, version.digest)


@router.get(
    "/document", operation_id="get_document", summary="原文对照", response={200: DocumentOut, **READ_ERRORS}
)
def get_document(request: HttpRequest, pack: str | None = None) -> HttpResponseBase:
    """原文全文，逐句标明驱动了哪些条款、目标、任务、读法。"""
    version = queries.get_version(pack)
    whole = queries.get_pack_of(version.pack, version.digest)
    covered = queries.get_coverage(pack)
    data = {
        "pack": version.pack,
        "number": version.number,
        "title": version.title,
        "digest": version.digest,
        "sections": d.sections_data(covered),
        "passages": d.passages_data(whole.document, covered),
    }
    return answer(request, data, version.digest)


@router.get(
    "/coverage", operation_id="get_coverage", summary="覆盖情况", response={200: CoverageOut, **READ_ERRORS}
)
def get_coverage(request: HttpRequest, pack: str | None = None) -> HttpResponseBase:
    """原文各句的去处，分节统计；没有着落的句子逐句列出。"""
    version = queries.get_version(pack)
    covered = queries.get_coverage(pack)
    by_id = {one.sentence.id: one for one in covered.sentences}
    data = {
        "pack": version.pack,
        "digest": version.digest,
        "total": len(covered.sentences),
        "counts": d.counts_data(covered.counts),
        "sections": d.sections_data(covered),
        "open_sentences": [d.sentence_data(by_id[sentence.id]) for sentence in covered.open_sentences],
    }
    return answer(request, data, version.digest)


def _identity(version: LoadedVersion) -> dict[str, object]:
    return {
        "pack": version.pack,
        "number": version.number,
        "title": version.title,
        "version": version.version,
        "digest": version.digest,
        "source_checksum": version.source_checksum,
        "in_force_from": version.in_force_from.isoformat(),
        "in_force_until": version.in_force_until.isoformat(),
        "loaded_at": version.loaded_at.isoformat(),
    }
