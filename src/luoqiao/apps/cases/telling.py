"""讲案件: a case told from its beginning by the same decisions, facts and rules as any other, with the tables written at the end.

For demonstrations and measurements: `core/cases/decide.py` allows or refuses every deed, the clause is put to the facts, the
snapshots hold what they always hold. Only what the database would answer (what other cases took up) is given by a book.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.utils import timezone

from luoqiao.apps.cases.bulk import ToldCase
from luoqiao.apps.cases.calculation import (
    Calculation,
    calculate,
    ceiling_of,
    decision_content,
    digest_of,
    submission_content,
)
from luoqiao.apps.cases.contents import HandedIn, facts_of, lines_of
from luoqiao.apps.cases.earlier import Decided, add_up
from luoqiao.apps.cases.history import get_procedure, record_events
from luoqiao.apps.cases.opened import Opened
from luoqiao.apps.cases.projection import work_out
from luoqiao.apps.cases.round_telling import ToldRound
from luoqiao.apps.cases.services.opening import Wanted, case_row
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases import decide, expert_deeds
from luoqiao.core.cases import events as e
from luoqiao.core.cases.credit_check import CREDIT, CreditCheck, Found
from luoqiao.core.cases.decide import Matter
from luoqiao.core.cases.expert_round import round_number
from luoqiao.core.cases.procedure import Parties
from luoqiao.core.cases.progress import Progress, progress_content, read_content
from luoqiao.core.cases.state import CaseState, apply
from luoqiao.core.parties.actor import SYSTEM, Actor, Post
from luoqiao.core.parties.enterprise import EnterpriseView
from luoqiao.core.rules.answer import Outcome
from luoqiao.policies.pack import Pack


@dataclass(slots=True)
class Book:
    """账: what decided cases take up, by enterprise and clause, in the order in which they are told."""

    pack_digest: str
    decided: dict[tuple[str, str], list[Decided]] = field(default_factory=dict)

    def of(self, uscc: str, clause: str) -> list[Decided]:
        """The decided cases of one enterprise under one clause."""
        return self.decided.get((uscc, clause), [])

    def keep(self, uscc: str, clause: str, decided: Decided) -> None:
        """One more."""
        self.decided.setdefault((uscc, clause), []).append(decided)


class Telling:
    """讲的这一件: happens step by step; `told` is what is written down."""

    def __init__(self, number: str, wanted: Wanted, enterprise: EnterpriseView, pack: Pack, book: Book, *, at: datetime,
                 actor: Actor) -> None:  # fmt: skip
        clause = pack.clauses.get(wanted.clause)
        found = pack.procedure_of(clause) if clause else get_procedure(pack, wanted.procedure)
        if found is None:
            raise LookupError(wanted.clause)
        self.row = case_row(wanted, enterprise, pack, found, at=at, digest=book.pack_digest)
        self.row.number = number
        self.parent = ""
        self.given = HandedIn(wanted.form or {})
        self.clause = clause
        self.pack = pack
        self.book = book
        self.history: list[e.Recorded] = []
        self.snapshots: dict[str, Mapping[str, object]] = {}
        self.rounds: list[ToldRound] = []
        self.matter = Matter(
            found, Parties(self.row.uscc, self.row.township, self.row.lead_unit), CaseState(step=found.steps[0].id)
        )
        self.happen(actor, e.Opened(found.id, wanted.clause, wanted.origin, self.row.assisted), at=at)

    @property
    def state(self) -> CaseState:
        """How it stands."""
        return self.matter.state

    @property
    def last_at(self) -> datetime:
        """When something happened last."""
        return self.history[-1].at

    def happen(self, actor: Actor, *happened: e.Event, at: datetime) -> None:
        """These events, as decided."""
        post = self._post(actor, happened)
        for one in record_events(self._opened(), happened, actor=actor, at=at, post=post):
            self.history.append(one)
            self.matter = replace(self.matter, state=apply(self.matter.procedure, self.state, one))

    def hand_in(self, actor: Actor, *, at: datetime, given: HandedIn | None = None) -> bool:
        """提交: false when the rule gives nothing for these facts; then the draft stays."""
        self.given = given or self.given
        self.row.subject = self.row.subject or str(self.given.form.get("subject", ""))[:200]
        calculation = self._calculation()
        if calculation is not None and calculation.answer.outcome is not Outcome.ENTITLED:
            return False
        opened = self._opened()
        content = submission_content(self.row, self.given, lines_of(opened, self.given), self.clause, calculation)
        amounts = calculation.amounts if calculation else {}
        events = decide.submit(self.matter, actor, snapshot=self._keep(content), amounts=amounts)
        self.happen(actor, *events, at=at)
        return True

    def approve(self, actor: Actor, *, at: datetime, opinion: str = "", lowered: Mapping[str, int] | None = None,
                because: str = "", credit_from: str = "") -> None:  # fmt: skip
        """同意 this step; where it checks credit, nothing was found on the platform named on that day."""
        calculation = self._calculation()
        opened = self._opened()
        credit = None
        if CREDIT in self.matter.step.checks:
            credit = CreditCheck(Found.NONE, credit_from, timezone.localdate(at))
        content = decision_content(self.row, self.given, lines_of(opened, self.given), self.clause, calculation, credit)
        events = decide.approve(
            self.matter, actor, opinion=opinion, snapshot=self._keep(content), amounts=lowered,
            ceiling=ceiling_of(calculation), lowered_because=because, credit=credit,
        )  # fmt: skip
        self.happen(actor, *events, at=at)

    def report(self, actor: Actor, month: date, progress: Progress, *, at: datetime) -> None:
        """报进度 of a month."""
        digest = self._keep(progress_content(month, progress))
        self.happen(actor, e.Reported(month, digest, progress.stage.done), at=at)

    def round_now(self) -> ToldRound:
        """The round of experts that runs now."""
        number = round_number(self.matter)
        if not self.rounds or self.rounds[-1].number != number:
            self.rounds.append(ToldRound(number, self.state.step))
        return self.rounds[-1]

    def close_scoring(self, actor: Actor, *, at: datetime) -> None:
        """结束评审 of the round that runs now, with its sheets frozen."""
        held = self.round_now().held()
        snapshot = self._keep(expert_deeds.round_content(self.matter, held))
        happened, _, _ = expert_deeds.close(self.matter, held, actor, snapshot)
        self.happen(actor, *happened, at=at)

    def last_report(self) -> Progress | None:
        """What was reported last."""
        reported = [one.event for one in self.history if isinstance(one.event, e.Reported)]
        return read_content(self.snapshots[reported[-1].snapshot]) if reported else None

    def most(self) -> Mapping[str, int] | None:
        """What may be granted at most now."""
        return decide.most_now(self.matter, ceiling_of(self._calculation()))

    def told(self) -> ToldCase:
        """The whole story; what it decided on counts against the caps of the next."""
        projected = work_out(self.matter, policy.get_calendar(), timezone.get_default_timezone(), self.last_at)
        if projected.fields["decided"] and self.row.clause:
            self.book.keep(self.row.uscc, self.row.clause, (self.row.year, self.row.subject, dict(self.state.amounts or {})))
        documents = tuple((int(one["id"]), str(one["requirement"])) for one in self.given.documents)
        return ToldCase(
            self.row, tuple(self.history), self.matter, self.snapshots, self.given.form, self.given.invoices, documents,
            self.parent,
            tuple(self.rounds),
        )  # fmt: skip

    def _calculation(self) -> Calculation | None:
        if self.clause is None:
            return None
        earlier = add_up(self.book.of(self.row.uscc, self.row.clause), self.row, self.clause, self.pack)
        return calculate(self.row, self.clause, facts_of(self._opened(), self.given), self.pack, earlier)

    def _opened(self) -> Opened:
        return Opened(self.row, tuple(self.history), self.matter, self.pack)

    def _keep(self, content: Mapping[str, object]) -> str:
        digest = digest_of(content)
        self.snapshots[digest] = content
        return digest

    def _post(self, actor: Actor, happened: Sequence[e.Event]) -> Post | None:
        if actor is SYSTEM:
            return None
        named = next((desk for event in happened if (desk := getattr(event, "desk", ""))), "")
        return next((post for post in actor.posts if not named or post.desk == named), None)
