"""案件的内容: what was handed in last, what every source says, which documents and invoices stand behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from luoqiao.apps.cases.models import CaseDocument, Snapshot
from luoqiao.apps.cases.opened import Opened
from luoqiao.core.cases.case_facts import FactLine, FactSource, adopted_facts, document_amounts, fact_lines
from luoqiao.core.cases.requirements import invoice_inputs
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.resolve import grants_of


@dataclass(frozen=True, slots=True)
class HandedIn:
    """交上来的: the form as typed, the invoice lines with their amounts (fen), by which inputs they are counted."""

    form: Mapping[str, object]
    invoices: tuple[Mapping[str, Any], ...] = ()
    documents: tuple[Mapping[str, Any], ...] = ()
    sources: Mapping[str, Mapping[str, object]] | None = None


def clause_of(opened: Opened) -> t.Clause | None:
    """The clause of a case in the version that it is pinned to; None for recognitions and the like."""
    return opened.pack.clauses.get(opened.row.clause)


def handed_in(opened: Opened) -> HandedIn:
    """What was handed in last; of a case that was not handed in yet, the draft."""
    last = _last_submission(opened)
    if last is None:
        return of_draft(opened)
    content = Snapshot.objects.get(case=opened.row, digest=last).content
    return HandedIn(
        content.get("form", {}), tuple(content.get("invoices", ())), tuple(content.get("documents", ())),
        content.get("sources"),
    )  # fmt: skip


def of_draft(opened: Opened) -> HandedIn:
    """The draft as it stands."""
    draft = getattr(opened.row, "draft", None)
    return HandedIn(draft.form, tuple(draft.invoices), documents_of(opened)) if draft else HandedIn({})


def documents_of(opened: Opened) -> tuple[Mapping[str, Any], ...]:
    """The documents attached now: id and what each is used as."""
    rows = CaseDocument.objects.filter(case=opened.row, dropped_at__isnull=True).order_by("pk")
    return tuple({"id": row.document, "requirement": row.requirement} for row in rows)


def sources_of(opened: Opened, given: HandedIn) -> dict[FactSource, Mapping[str, object]]:
    """What each source says about the inputs of the clause."""
    clause = clause_of(opened)
    if clause is None:
        return {}
    names = {one.identifier for one in clause.inputs}
    declared = {key: value for key, value in given.form.items() if key in names}
    held = given.sources or {}
    return {
        FactSource.DECLARED: declared,
        FactSource.DOCUMENT: document_amounts(given.invoices, invoice_inputs(clause)),
        FactSource.REGISTER: held.get("register", {}),
        FactSource.MEASURED: held.get("measured", {}),
        FactSource.DECIDED: opened.matter.state.decided_facts,
    }


def lines_of(opened: Opened, given: HandedIn) -> tuple[FactLine, ...]:
    """Every input that some source speaks of, with the value adopted."""
    clause = clause_of(opened)
    return fact_lines(clause, sources_of(opened, given)) if clause else ()


def facts_of(opened: Opened, given: HandedIn) -> dict[str, object]:
    """The facts that the rule is put to: what is adopted, and what upper tiers granted."""
    clause = clause_of(opened)
    if clause is None:
        return {}
    tiers = {tier.label: tier.code for tier in opened.pack.basis.tiers}
    grants = {f"granted_{tiers[label]}" for label in _grants(clause) if label in tiers}
    besides = {
        key: value
        for key, value in {**given.form, **opened.matter.state.decided_facts}.items()
        if key in grants and value not in (None, "")
    }
    return adopted_facts(lines_of(opened, given), besides)


@lru_cache(maxsize=256)
def _grants(clause: t.Clause) -> frozenset[str]:
    return frozenset(grants_of(clause))


def facts_content(lines: Sequence[FactLine]) -> list[dict[str, object]]:
    """Facts with their pedigree, for a snapshot."""
    return [
        {
            "key": line.key, "label": line.label, "adopted": line.adopted,
            "source": line.source.value if line.source else "",
            "by_source": {source.value: value for source, value in line.by_source.items()}, "conflict": line.conflict,
        }
        for line in lines
    ]  # fmt: skip


def _last_submission(opened: Opened) -> str | None:
    found = [one.event for one in opened.history if one.event.kind == "submitted"]
    return getattr(found[-1], "snapshot", None) if found else None
