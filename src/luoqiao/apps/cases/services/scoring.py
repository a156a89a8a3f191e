"""专家的动词: an expert declares before reading, and scores; each expert alone, nobody sees it before the round is closed."""

from __future__ import annotations

from collections.abc import Mapping

from luoqiao.apps.cases.expert_scope import locked_for_expert
from luoqiao.apps.cases.models import ExpertAssignment, ExpertDeclaration, ExpertSheet
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.cases.round_messages import stood_down
from luoqiao.apps.cases.services.experts import complete_now
from luoqiao.apps.cases.services.pressing import Press
from luoqiao.apps.cases.services.round_pressing import Done, press_in_round
from luoqiao.core.cases import expert_deeds as core
from luoqiao.core.cases.expert_round import Round
from luoqiao.core.cases.refusals import NoSuchCase
from luoqiao.core.cases.scoring import read_sheet
from luoqiao.core.parties.actor import Post, Role


def declare(press: Press, *, conflict: bool, reason: str = "") -> None:
    """声明利害关系: with none the papers open; with one the expert stands down and the officers are told.

    Refuses with ReasonMissing, StoodDown, NotAtThisStep, NoSuchCase.
    """

    def happens(opened: Opened, held: Round) -> Done:
        assignment = _own(opened, held, press)
        told = core.declare(held, press.actor, conflict=conflict, reason=reason)
        before = ExpertDeclaration.objects.filter(assignment=assignment).count()
        ExpertDeclaration.objects.create(
            assignment=assignment, number=before + 1, conflict=conflict, reason=told, declared_at=press.at
        )
        one = held.find(press.actor.user)
        notices = (stood_down(opened, held, one), *complete_now(opened)) if conflict and one else ()
        return Done((("expert_declared", {"conflict": conflict}),), notices, _post(press))

    press_in_round(press, "declare", {"conflict": conflict, "reason": reason}, lambda: _locked(press), happens)


def hand_in_scores(press: Press, *, given: Mapping[str, object]) -> None:
    """打分: a sheet; again before the round is closed is a correction, and the last one counts.

    Refuses with BadScores (every problem of the form), NotDeclared, StoodDown, NotAtThisStep, NoSuchCase.
    """

    def happens(opened: Opened, held: Round) -> Done:
        assignment = _own(opened, held, press)
        one = core.score(held, press.actor)
        sheet = read_sheet(core.scoring_rule(opened.matter), given)
        ExpertSheet.objects.create(
            assignment=assignment, number=one.sheets + 1, points=dict(sheet.points), total=sheet.total,
            opinion=sheet.opinion, scored_at=press.at,
        )  # fmt: skip
        return Done((("expert_scored", {"number": one.sheets + 1}),), complete_now(opened), _post(press))

    contents = {name: str(value) for name, value in given.items()}
    press_in_round(press, "score", {"given": contents}, lambda: _locked(press), happens)


def _own(opened: Opened, held: Round, press: Press) -> ExpertAssignment:
    """The expert's own line in this round; who was asked in an earlier one only is answered like a stranger."""
    found = ExpertAssignment.objects.filter(case=opened.row, round=held.number, user=press.actor.user).first()
    if found is None:
        raise NoSuchCase(press.number)
    return found


def _post(press: Press) -> Post | None:
    return press.actor.holds(Role.EXPERT, "")


def _locked(press: Press) -> Opened:
    return locked_for_expert(press.number, press.actor)
