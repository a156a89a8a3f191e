"""组织专家评审的动词: the step's seat asks experts, releases who does not come to it, and closes the round."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from luoqiao.apps.cases.calculation import keep_snapshot
from luoqiao.apps.cases.candidates import list_candidates
from luoqiao.apps.cases.history import open_case
from luoqiao.apps.cases.models import ExpertAssignment, ExpertRelease
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.cases.round_messages import asked_expert, released_expert, scores_complete
from luoqiao.apps.cases.rounds import opened_round, sealed_round
from luoqiao.apps.cases.services.pressing import Happened, Press, press_on
from luoqiao.apps.cases.services.round_pressing import Done, press_in_round
from luoqiao.core.cases import expert_deeds as core
from luoqiao.core.cases.expert_deeds import NobodyChosen
from luoqiao.core.cases.expert_round import Candidate, Round, round_number
from luoqiao.core.messages.notice import Notice
from luoqiao.core.parties.actor import Actor

MOST_AT_ONCE = 15


def assign_experts(press: Press, *, users: Sequence[int]) -> None:
    """请专家: all of them or none. Refuses with CannotAssign, NoScoringTable, NotYourDuty, FourEyes, NobodyChosen."""
    wanted = tuple(dict.fromkeys(users))[:MOST_AT_ONCE]

    def happens(opened: Opened, held: Round) -> Done:
        known = {one.actor.user: one for one in list_candidates(opened.row, timezone.localdate(press.at))}
        post = core.duty_to_organise(opened.matter, press.actor, held, "请专家")
        if not wanted:
            raise NobodyChosen
        for user in wanted:
            one = known.get(user, Candidate(Actor(user, "所选的人")))
            core.assign(opened.matter, opened.history, held, press.actor, one)
            ExpertAssignment.objects.create(
                case=opened.row, round=held.number, step=opened.matter.step.id, user=user, name=one.actor.name,
                asked_at=press.at, asked_by=press.actor.user, asked_name=press.actor.name,
            )  # fmt: skip
        deeds = tuple(("expert_asked", {"expert": user, "name": known[user].actor.name}) for user in wanted)
        return Done(deeds, tuple(asked_expert(opened, held, user) for user in wanted), post)

    press_in_round(press, "assign_experts", {"users": list(wanted)}, lambda: _locked(press), happens)


def release_expert(press: Press, *, user: int, reason: str) -> None:
    """解除 an expert who is waited for in vain. Refuses with CannotRelease, ReasonMissing, NotYourDuty, FourEyes."""

    def happens(opened: Opened, held: Round) -> Done:
        one, told, post = core.release(opened.matter, held, press.actor, user=user, reason=reason)
        assignment = ExpertAssignment.objects.get(case=opened.row, round=held.number, user=user)
        ExpertRelease.objects.create(
            assignment=assignment, reason=told, released_at=press.at, released_by=press.actor.user,
            released_name=press.actor.name,
        )  # fmt: skip
        notices = (released_expert(opened, held, one, told), *complete_now(opened))
        return Done((("expert_released", {"expert": user, "name": one.name}),), notices, post, told)

    press_in_round(press, "release_expert", {"user": user, "reason": reason}, lambda: _locked(press), happens)


def close_scoring(press: Press) -> Opened:
    """结束评审: the sheets are frozen in a snapshot, the average goes into the history, the case moves on.

    Refuses with NotReadyToClose, NoScoringTable, NotAtThisStep, NotYourDuty, FourEyes, CaseMovedOn.
    """

    def happens(opened: Opened) -> Happened:
        number = round_number(opened.matter)
        held = sealed_round(opened.row, number)
        core.duty_to_organise(opened.matter, press.actor, held, "结束评审")
        held = opened_round(opened.row, number)
        digest = keep_snapshot(opened.row, core.round_content(opened.matter, held), press.at)
        happened, _, post = core.close(opened.matter, held, press.actor, digest)
        return happened, post

    return press_on(press, "close_scoring", {}, happens)


def complete_now(opened: Opened) -> tuple[Notice, ...]:
    """Told to the lead unit when nothing is missing any more."""
    held = sealed_round(opened.row, round_number(opened.matter))
    missing = core.missing_to_close(core.scoring_rule(opened.matter), held)
    return () if missing else (scores_complete(opened, held),)


def _locked(press: Press) -> Opened:
    return open_case(press.number, press.actor, lock=True)
