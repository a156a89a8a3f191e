"""案件的办理框: the amount, whom it goes to, and the buttons that this person has now; grey ones say why not.

What may be done is asked of the core (`file.allowed`); here it only gets words. `typed` is what was sent and refused: it stands
in the fields again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from luoqiao.apps.accounts.queries import list_holders
from luoqiao.apps.cases.queries.case_file import CaseFile
from luoqiao.core.cases import events as e
from luoqiao.core.cases.credit_check import CREDIT, Found
from luoqiao.core.cases.decide import barred_at, next_review
from luoqiao.core.cases.frequent_reasons import reasons_for
from luoqiao.core.cases.procedure import Act, Proposal, Step
from luoqiao.core.cases.state import Ending, Stage
from luoqiao.core.kernel.money import yuan_text
from luoqiao.core.parties.actor import Actor, Role
from luoqiao.interfaces.portal.cases.decision_words import approve_words, four_eyes_words, whose_turn
from luoqiao.interfaces.portal.cases.elsewhere import elsewhere_link
from luoqiao.interfaces.portal.cases.routes import address
from luoqiao.interfaces.portal.cases.score_words import average_words
from luoqiao.interfaces.portal.cases.side_forms import SideForm, fill_link, side_forms
from luoqiao.interfaces.portal.cases.special_links import board_links, special_links
from luoqiao.interfaces.portal.cases.typed import Typed
from luoqiao.interfaces.portal.cases.words import desk_words, desks_words, short_day, tiers_words
from luoqiao.interfaces.portal.form_parts import Choice, Field
from luoqiao.interfaces.portal.parts import Action, Link


@dataclass(frozen=True, slots=True)
class ReasonForm:
    """要写理由的决定: frequent reasons to tick, free words, the button; `open` when it was sent and refused."""

    act: str
    label: str
    kind: str
    key: UUID
    choices: tuple[tuple[str, bool], ...]
    other: Field
    button: str
    open: bool


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """一个还算数的意见."""

    step: str
    said: str
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class DecisionBox:
    """办理框."""

    seq: int
    key: UUID
    heading: str
    total: int | None
    tiers: str
    rule: str
    turn: str
    mine: bool
    primary: Action | None
    fixed: tuple[tuple[str, str], ...] = ()
    lowering: tuple[Field, ...] = ()
    lowering_open: bool = False
    credit: tuple[Field, ...] = ()
    opinion: Field | None = None
    colleague: Field | None = None
    goes_to: str = ""
    return_href: str = ""
    reasons: tuple[ReasonForm, ...] = ()
    proposed: tuple[str, ...] = ()
    four_eyes: str = ""
    side: tuple[SideForm, ...] = ()
    fill: Link | None = None
    elsewhere: Link | None = None
    approvals: tuple[ApprovalRow, ...] = ()
    special: tuple[Link, ...] = ()
    score: str = ""


def decision_box(file: CaseFile, actor: Actor, on: date, typed: Typed) -> DecisionBox:
    """What this person sees in the box at the side."""
    amounts = file.most if file.allowed.acts else file.state.amounts
    total = None if amounts is None else sum(amounts.values())
    heading, rule = _heading(file)
    whole: dict[str, object] = {
        "seq": file.state.seq, "key": uuid4(), "heading": heading, "total": total if file.clause else None,
        "tiers": tiers_words(amounts, file.pack), "rule": rule, "turn": whose_turn(file), "mine": bool(file.allowed.acts),
        "proposed": file.state.reasons if file.state.proposal is not Proposal.GRANT else (),
        "side": side_forms(file, actor, on, typed), "fill": fill_link(file, actor),
        "elsewhere": elsewhere_link(file, actor), "approvals": tuple(_approvals(file, on)),
        "special": (*special_links(file, actor), *board_links(file, actor)), "score": _score(file),
    }  # fmt: skip
    if not file.allowed.acts:
        off = Action("", off=file.allowed.refusal) if file.allowed.refusal else None
        return DecisionBox(**whole, primary=off)  # type: ignore[arg-type] # named one by one above
    return DecisionBox(**whole, **_deeds(file, actor, on, typed, total or 0))  # type: ignore[arg-type] # named one by one above and below


def _score(file: CaseFile) -> str:
    """评审均分 of the last round, once the case is beyond it: what the review rests on; nothing binds it."""
    score, at = file.state.score, file.procedure.position(file.state.step)
    if score is None or at <= file.procedure.position(score.step):
        return ""
    line = next((one.scoring.pass_points for one in file.procedure.steps if one.scoring and one.id == score.step), 0)
    return f"评审{average_words(score.average, passed=score.passed)}{f'（{line} 分）' if line else ''}"


def _heading(file: CaseFile) -> tuple[str, str]:
    """What the amount is now, and whether it may be changed."""
    state = file.state
    if not file.clause:
        return "办理", ""
    if state.stage is Stage.CLOSED:
        return ("核定" if state.ending is Ending.GRANTED else "按规则测算"), ""
    if state.proposal is Proposal.REJECT:
        return "拟不予支持", "按规则测算的金额，确认后不予支付"
    if file.row.deadline_on is not None and not file.allowed.acts:
        return "金额", ""
    return "拟核定", "金额只能降，不能加" if file.matter.step.lowers else "按规则测算，金额在这一步不改"


def _deeds(file: CaseFile, actor: Actor, on: date, typed: Typed, total: int) -> dict[str, object]:
    granting = file.state.proposal is Proposal.GRANT
    lowers = granting and file.matter.step.lowers and bool(file.most)
    following = next_review(file.matter, total)
    colleague, goes_to = _next(file, actor, following, on, typed)
    lowering = _lowering(file, typed) if lowers else ()
    return {
        "primary": Action(approve_words(file.matter, total), kind="primary", name="act", value=Act.APPROVE.value),
        "fixed": () if lowers or not granting else tuple(_fixed(file.most or {})),
        "lowering": lowering,
        "lowering_open": bool(lowering) and (typed.has_any("because") or _changed(file, typed)),
        "credit": _credit(typed, on) if granting and CREDIT in file.matter.step.checks else (),
        "opinion": Field("opinion", "opinion", "审查意见", "long", typed.text("opinion"), optional=True),
        "colleague": colleague, "goes_to": goes_to,
        "return_href": address("cases:return", file.row.number) if Act.RETURN in file.allowed.acts else "",
        "reasons": tuple(_reason_forms(file, typed)),
        "four_eyes": four_eyes_words(file.matter, total),
    }  # fmt: skip


def _approvals(file: CaseFile, on: date) -> Iterator[ApprovalRow]:
    """The opinions that still hold; those that a return or an objection made void are in the history only."""
    refused = {one.seq for one in file.history if isinstance(one.event, e.Rejected)}
    for given in file.state.approvals:
        said = "拟不予支持" if given.seq in refused else "同意" if given.proposal is Proposal.GRANT else "确认"
        who = f"{desk_words(given.desk, file.pack)}　{given.name}"
        yield ApprovalRow(file.step_name(given.step), said, who, short_day(given.at, on))


def _fixed(most: Mapping[str, int]) -> list[tuple[str, str]]:
    """The amounts as they were shown: an approval is for them, or it is refused."""
    return [(f"amount-{tier}", yuan_text(fen)) for tier, fen in most.items()]


def _lowering(file: CaseFile, typed: Typed) -> tuple[Field, ...]:
    most = file.most or {}
    fields = [
        Field(
            f"amount-{tier.code}", f"amount-{tier.code}", f"{tier.label}核定", "money",
            typed.text(f"amount-{tier.code}", yuan_text(most[tier.code])), unit="元",
            hint=f"最多 {yuan_text(most[tier.code])} 元", error=typed.error(f"amount-{tier.code}"),
        )
        for tier in file.pack.basis.tiers
        if most.get(tier.code)
    ]  # fmt: skip
    because = Field("because", "because", "降低的理由", "long", typed.text("because"), error=typed.error("because"))
    return (*fields, because)


def _changed(file: CaseFile, typed: Typed) -> bool:
    return any(typed.text(name, shown) != shown for name, shown in _fixed(file.most or {}))


def _credit(typed: Typed, on: date) -> tuple[Field, ...]:
    found = tuple(Choice(one.value, one.label) for one in Found)
    return (
        Field("credit-found", "credit_found", "核查结果", "segments", typed.text("credit_found"), choices=found,
              error=typed.error("credit_found")),
        Field("credit-source", "credit_source", "查询平台", "text", typed.text("credit_source"), placeholder="如 信用中国",
              error=typed.error("credit_source")),
        Field("credit-on", "credit_on", "核查日期", "date", typed.text("credit_on", on.isoformat()),
              error=typed.error("credit_on")),
        Field("credit-note", "credit_note", "情况说明", "text", typed.text("credit_note"), optional=True,
              hint="有失信记录的必须写明", error=typed.error("credit_note")),
    )  # fmt: skip


def _next(
    file: CaseFile, actor: Actor, following: Step | None, on: date, typed: Typed
) -> tuple[Field | None, str]:
    """Who may take the next step: a choice where one desk answers for it, a sentence where several do."""
    if following is None:
        return None, ""
    desks = [one for one in following.desks(file.matter.parties) if one not in _done(file, following)]
    here = file.allowed.post.desk if file.allowed.post and following.id == file.state.step else ""
    if following.persons == 1:
        desks = [one for one in desks if one != here]
    if len(desks) != 1:
        return None, f"同意后由{desks_words(desks, file.pack)}分别办理" if desks else ""
    role, _, place = desks[0].partition("@")
    acting = frozenset(actor.persons()) - {0}
    barred = barred_at(file.matter, following, acting)
    people = [one for one in list_holders(Role(role), place, on) if not {one.user, one.for_user} & barred]
    if not people:
        return None, f"同意后到{desk_words(desks[0], file.pack)}；现在没有别的人在这个岗位，请先安排"
    where = desk_words(desks[0], file.pack)
    choices = tuple(
        Choice(str(one.user), f"{one.name}　{where}{f'（代{one.for_name}）' if one.for_name else ''}") for one in people
    )
    label = "第二位确认人" if following.id == file.state.step else f"送{following.name}"
    field = Field(
        "next-user", "next_user", label, "choice", typed.text("next_user"), choices=choices,
        placeholder="不指定",
    )  # fmt: skip
    return field, ""


def _done(file: CaseFile, step: Step) -> Sequence[str]:
    """Desks that have given all their approvals at this step."""
    given = [one.desk for one in file.state.approvals if one.step == step.id]
    return [desk for desk in given if given.count(desk) >= step.persons]


def _reason_forms(file: CaseFile, typed: Typed) -> list[ReasonForm]:
    forms = []
    for act, label, kind, button in (
        (Act.REJECT, "拟不予支持", "refuse", "提出不予支持，送人确认"),
        (Act.SEND_BACK, "退回重审", "", _back_words(file)),
    ):
        if act in file.allowed.acts:
            sent = typed.text("act") == act.value
            chosen = set(typed.texts("reason")) if sent else set()
            other = Field(
                f"other-{act.value}", "other", "补充或另写", "long", typed.text("other") if sent else "",
                error=typed.error("reason") if sent else "",
            )  # fmt: skip
            choices = tuple((text, text in chosen) for text in reasons_for(act))
            forms.append(ReasonForm(act.value, label, kind, uuid4(), choices, other, button, sent))
    return forms


def _back_words(file: CaseFile) -> str:
    to = file.matter.step.sends_back_to
    return f"退回“{file.procedure.step(to).name}”" if to else "退回重审"
