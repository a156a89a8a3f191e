"""专家评审 `/cases/<number>/score/`: one expert's own page: declare first, then the papers and the scoring table; afterwards the
own sheet and the average.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from luoqiao.apps.cases.queries.my_reviews import MyReview, PaperLine, Papers, get_my_review
from luoqiao.apps.cases.services import scoring as services
from luoqiao.apps.cases.services.pressing import Press
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.evidence.queries import DocumentSeen, find_documents
from luoqiao.apps.parties.queries import township_names
from luoqiao.core.cases.expert_round import ExpertState
from luoqiao.core.cases.procedure import ScoringRule
from luoqiao.core.cases.refusals import NoSuchCase
from luoqiao.core.cases.scoring import LONGEST_OPINION, OPINION
from luoqiao.core.kernel.errors import DomainError, Invalid
from luoqiao.core.kernel.money import parse_money, show_yuan
from luoqiao.interfaces.portal.cases.pressed import DamagedForm, read_press
from luoqiao.interfaces.portal.cases.routes import address
from luoqiao.interfaces.portal.cases.score_words import average_words, day_of, due_tag, state_tag
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.form_parts import Field
from luoqiao.interfaces.portal.parts import Link, Trouble

ITEM = "item-"
"""Before the id of a scoring item: its name in the form."""



@dataclass(frozen=True, slots=True)
class ScoreForm:
    """打分表: a field for each item, the opinion, and what the button says."""

    items: tuple[Field, ...]
    opinion: Field
    button: str
    key: UUID


@dataclass(frozen=True, slots=True)
class PaperShown:
    """一项要交的材料 with its documents."""

    requirement: str
    documents: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ScoredItem:
    """打过的一项."""

    label: str
    points: int
    most: int


@never_cache
def score(request: HttpRequest, number: str) -> HttpResponse:
    """Show what may be seen now; take a declaration or a sheet."""
    if request.method != "POST":
        return _shown(request, number)
    deed = DEEDS.get(request.POST.get("deed", ""))
    actor, at = the_actor(request), clock.now()
    try:
        if deed is None:
            raise DamagedForm
        said = deed(read_press(request.POST, number, actor, at), request.POST)
    except NoSuchCase:
        raise
    except DomainError as refused:
        return _shown(request, number, request.POST, refused)
    messages.info(request, said)
    return HttpResponseRedirect(reverse("cases:score", args=(number,)))


def _declare(press: Press, sent: QueryDict) -> str:
    if sent.get("conflict") not in ("yes", "no"):
        raise DamagedForm
    conflict = sent.get("conflict") == "yes"
    services.declare(press, conflict=conflict, reason=sent.get("reason", "")[:2000])
    return "已回避，部门会另请专家" if conflict else "已声明没有利害关系，现在可以看材料、打分"


def _score(press: Press, sent: QueryDict) -> str:
    given = {name.removeprefix(ITEM): sent.get(name, "")[:40] for name in sent if name.startswith(ITEM)}
    services.hand_in_scores(press, given={**given, OPINION: sent.get(OPINION, "")[: LONGEST_OPINION * 2]})
    return "分已交；评审结束以前可以更正，以最后一次为准"


DEEDS: Mapping[str, Callable[[Press, QueryDict], str]] = {"declare": _declare, "score": _score}


def _shown(
    request: HttpRequest, number: str, sent: QueryDict | None = None, refused: DomainError | None = None
) -> HttpResponse:
    actor, on = the_actor(request), clock.today()
    mine = get_my_review(number, actor)
    row, state = mine.row, mine.expert.state
    wrong = {one.field: one.message for one in refused.problems} if isinstance(refused, Invalid) else {}
    context = {
        "section": "reviews", "page_title": f"评审 {row.enterprise_name}", "mine": mine, "state": state.value,
        "tag": state_tag(state), "due": due_tag(row.deadline_on, on), "key": uuid4(),
        "township": township_names().get(row.township, ""), "declare": _declaration(sent, refused),
        "form": _form(mine, mine.rule, sent, wrong) if mine.rule and mine.papers else None,
        "lines": tuple(_line(one) for one in mine.papers.form) if mine.papers else (),
        "papers": _papers(mine.papers) if mine.papers else (), "scored": _scored(mine),
        "scored_on": day_of(mine.expert.scored_at),
        "average": average_words(row.average, passed=row.passed) if row.average is not None else "",
        "asks": state is ExpertState.ASKED and row.runs, "trouble": _trouble(refused, kept=mine.row.runs) if refused else None,
    }  # fmt: skip
    status = 200 if refused is None else 422 if isinstance(refused, Invalid) else 409
    return render(request, "pages/cases/score.html", context, status=status)


def _form(mine: MyReview, rule: ScoringRule, sent: QueryDict | None, wrong: Mapping[str, str]) -> ScoreForm:
    """The table as it was handed in last, or as it was typed and refused."""
    typed = sent if sent is not None and sent.get("deed") == "score" else None
    before = mine.sheet

    def value(name: str, kept: str) -> str:
        return typed.get(name, "")[: LONGEST_OPINION * 2] if typed is not None else kept

    items = tuple(
        Field(
            f"{ITEM}{one.id}", f"{ITEM}{one.id}", one.label, "number",
            value(f"{ITEM}{one.id}", str(before.points.get(one.id, "")) if before else ""), f"/ {one.points} 分", one.hint,
            wrong.get(one.id, ""),
        )
        for one in rule.items
    )  # fmt: skip
    opinion = Field(
        OPINION, OPINION, "评审意见", "long", value(OPINION, before.opinion if before else ""),
        hint="为什么这样打分；评审结束后，部门、审计看得到", error=wrong.get(OPINION, ""),
    )  # fmt: skip
    return ScoreForm(items, opinion, "更正打分" if before else "交分", uuid4())


def _declaration(sent: QueryDict | None, refused: DomainError | None) -> Field:
    """What the conflict is; as it was typed when that was refused."""
    mine = sent is not None and sent.get("deed") == "declare"
    text = sent.get("reason", "")[:2000] if sent is not None and mine else ""
    said = refused.message if refused is not None and mine else ""
    return Field(
        "reason", "reason", "是什么关系", "text", text, hint="有利害关系才写，如任职、持股、亲属、师生、合作", error=said,
    )  # fmt: skip


def _line(one: PaperLine) -> tuple[str, str]:
    """A line of the application in words."""
    if one.kind == "金额":
        with suppress(DomainError):
            return one.label, show_yuan(parse_money(one.value))
    if one.kind == "是否":
        return one.label, {"true": "是", "yes": "是", "false": "否", "no": "否"}.get(one.value.lower(), one.value)
    return one.label, one.value


def _papers(papers: Papers) -> tuple[PaperShown, ...]:
    known = find_documents([one.document for one in papers.documents])
    grouped = groupby(papers.documents, key=lambda one: one.requirement)
    return tuple(PaperShown(name, tuple(_document(one.document, known) for one in found)) for name, found in grouped)


def _document(document: int, known: Mapping[int, DocumentSeen]) -> Link:
    seen = known.get(document)
    label = f"{seen.title}（{seen.kind.label}{f'，{seen.pages} 页' if seen.pages else ''}）" if seen else f"材料 {document}"
    return Link(label, address("evidence:document_preview", document) if seen else "")


def _scored(mine: MyReview) -> tuple[ScoredItem, ...]:
    """The own sheet, item by item."""
    if mine.sheet is None or mine.rule is None:
        return ()
    return tuple(ScoredItem(one.label, mine.sheet.points.get(one.id, 0), one.points) for one in mine.rule.items)


def _trouble(refused: DomainError, *, kept: bool) -> Trouble:
    if isinstance(refused, Invalid):
        details = tuple(one.message for one in refused.problems)
        return Trouble("没有交成。", "填的分和意见都还在下面。", "请改正后再交。", refused.code, details)
    still = "填的内容都还在下面。" if kept else "没有改动任何数据。"
    return Trouble(f"{refused.message.rstrip('。')}。", still, "请看最新情况再办。", refused.code)
