"""流程换版 `/procedures/`: which open cases follow an older version of their procedure; the head of the lead unit moves them.

Loading a version moves nobody. The page of a procedure shows first, for each case, where it would go on, what has to be done
again and by when; then each is moved on its own, under its own key.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from luoqiao.apps.cases.queries.migrating import MOST, MoveLine, MovePreview, list_versions, preview_moves
from luoqiao.apps.cases.services.migrating import migrate
from luoqiao.apps.cases.services.pressing import Press
from luoqiao.apps.clock import queries as clock
from luoqiao.apps.policy.queries import get_pack
from luoqiao.core.cases.refusals import ReasonMissing
from luoqiao.core.kernel.errors import DomainError
from luoqiao.core.parties.actor import Actor, Role
from luoqiao.interfaces.portal.cases.batch_page import DoneRow
from luoqiao.interfaces.portal.cases.pressed import read_key, read_seq
from luoqiao.interfaces.portal.entry import the_actor
from luoqiao.interfaces.portal.page import page
from luoqiao.interfaces.portal.parts import Link, Trouble

LONGEST = 500
SHORT = 12


@dataclass(frozen=True, slots=True)
class MoveRow:
    """预览的一件: the words of the table; `refusal` says why it is not moved; `able`: this person may move it."""

    line: MoveLine
    href: str
    goes_on: str
    again: str
    void: str
    able: bool
    key: UUID


@never_cache
def versions(request: HttpRequest) -> HttpResponse:
    """Every procedure of the newest version, with how many cases follow it and how many an older one."""
    pack, rows = get_pack(), list_versions(the_actor(request))
    older = sum(one.older for one in rows)
    sentence = f"有 {older} 件在办案件按旧版流程办理；载入新版不会自动换，由牵头部门负责人看过对照再换" if older else (
        "在办案件都按最新的流程办理"
    )  # fmt: skip
    context = {"rows": rows, "sentence": sentence}
    return render(request, "pages/cases/migrate.html", page(pack, "migrate", "流程换版") | context)


@never_cache
def procedure(request: HttpRequest, identifier: str) -> HttpResponse:
    """The cases of one procedure that follow an older version; sent, what came of each."""
    actor = the_actor(request)
    shown = preview_moves(identifier[:60], actor, clock.now())
    if shown is None:
        raise Http404
    if request.method != "POST":
        return _preview(request, shown, actor)
    if not request.POST.get("reason", "").strip():
        return _preview(request, shown, actor, ReasonMissing("换用新流程"))
    numbers = list(dict.fromkeys(one[:20] for one in request.POST.getlist("number")))[:MOST]
    if not numbers:
        return _preview(request, shown, actor, NothingChosen())
    rows = tuple(_moved(request, number, actor) for number in numbers)
    context = {
        "rows": rows, "done": sum(not row.refused for row in rows), "refused": sum(row.refused for row in rows),
        "back": Link("流程换版", reverse("cases:migrate")), "said": "已换用新流程",
    }  # fmt: skip
    return render(request, "pages/cases/batch_done.html", page(get_pack(), "migrate", "换用结果") | context)


class NothingChosen(DomainError):
    """没有选案件."""

    code = "LQ-5564"

    def __init__(self) -> None:
        super().__init__("没有选案件；请勾选要换用新流程的案件")


def _preview(
    request: HttpRequest, shown: MovePreview, actor: Actor, refused: DomainError | None = None
) -> HttpResponse:
    chosen = set(request.POST.getlist("number"))
    rows = tuple(_row(line, actor) for line in shown.lines)
    context = {
        "shown": shown, "rows": rows, "able": sum(row.able for row in rows), "most": MOST, "digest": shown.digest[:SHORT],
        "loaded": f"{timezone.localtime(shown.loaded_at):%Y-%m-%d %H:%M}", "reason": request.POST.get("reason", "")[:LONGEST],
        "ticked": {row.line.row.number for row in rows if row.able and (not refused or row.line.row.number in chosen)},
        "trouble": _trouble(refused),
    }  # fmt: skip
    whole = page(get_pack(), "migrate", f"换用新流程：{shown.procedure.name}") | context
    return render(request, "pages/cases/migrate_procedure.html", whole, status=422 if refused else 200)


def _row(line: MoveLine, actor: Actor) -> MoveRow:
    move = line.move
    again = "、".join(step.name for step in move.again) if move else ""
    void = "、".join(dict.fromkeys(f"{one.name}的同意" for one in move.void)) if move else ""
    goes_on = "" if move is None else f"从“{move.step.name}”办起" if move.fresh else f"接着办“{move.step.name}”"
    heads = actor.holds(Role.UNIT_HEAD, line.row.lead_unit) is not None
    return MoveRow(
        line, reverse("cases:case", args=(line.row.number,)), goes_on, again, void, heads and not line.refusal, uuid4()
    )


def _moved(request: HttpRequest, number: str, actor: Actor) -> DoneRow:
    sent, name = request.POST, request.POST.get(f"name-{number}", "")[:200]
    href = reverse("cases:case", args=(number,))
    try:
        key, seq = read_key(sent.get(f"key-{number}", "")), read_seq(sent.get(f"seq-{number}", ""))
        press = Press(number, actor, clock.now(), key, seq)
        opened = migrate(press, digest=sent.get("digest", "")[:64], reason=sent.get("reason", "")[:LONGEST])
    except DomainError as error:
        return DoneRow(number, href, name, f"{error.message.rstrip('。')}（{error.code}）", refused=True)
    return DoneRow(number, href, opened.row.enterprise_name, f"现在是“{opened.row.step_name}”", refused=False)


def _trouble(refused: DomainError | None) -> Trouble | None:
    if refused is None:
        return None
    return Trouble(f"{refused.message.rstrip('。')}。", "一件也没有换，勾选和理由都还在。", "请补上再按“换用”。", refused.code)
