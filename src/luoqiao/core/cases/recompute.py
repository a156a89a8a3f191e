"""复算: a decided case put to the rule once more, from its frozen snapshot alone, and compared with everything that was made
of it since: what was decided, what the lists show, what was published, which invoices stand behind it.

Nothing here reads a table or knows whose case it is; the same comparison is made for one case and for a whole year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from luoqiao.core.cases.case_facts import document_amounts
from luoqiao.core.evidence.source import Source
from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.kernel.money import NotMoney, parse_money, show_yuan
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Answer, Outcome
from luoqiao.core.rules.basis import Basis
from luoqiao.core.rules.earlier import Earlier
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import read_facts
from luoqiao.core.rules.resolve import grants_of
from luoqiao.core.rules.wording import OUTCOME_WORDS

Amounts = Mapping[str, int]
GRANTED = "granted_"
"""Before the code of a tier: what that tier granted, a fact that is no input of the clause."""


class DifferenceKind(StrEnum):
    """差异的种类, in the order in which an auditor asks."""

    SNAPSHOT = "snapshot"
    DIGEST = "digest"
    VERSION = "version"
    FACTS = "facts"
    OUTCOME = "outcome"
    CALCULATION = "calculation"
    ABOVE = "above"
    REASON = "reason"
    CAP = "cap"
    ROW = "row"
    NOTICE = "notice"
    INVOICES = "invoices"
    MONEY = "money"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _LABELS[self.value]


_LABELS = {
    "snapshot": "没有快照", "digest": "快照被改动", "version": "规则版本不符", "facts": "事实读不成", "outcome": "结论不符",
    "calculation": "测算金额不符", "above": "审定高于复算", "reason": "降低金额没有理由", "cap": "超过上限",
    "row": "列表与经过不符", "notice": "公示与审定不符", "invoices": "发票与事实不符",
    "money": "资金高于审定",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """一处差异: the case, what was expected, what was found, and both in one sentence."""

    case: str
    kind: DifferenceKind
    expected: str
    found: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Published:
    """公示的一行, as it was posted."""

    notice: str
    amounts: Amounts | None


@dataclass(frozen=True, slots=True)
class Granted:
    """已审定的一件: `decided` follows from the events, `row` is what the lists show; `content` is the snapshot decided on.

    `granted`: what upper tiers had granted by an officer's finding when it was decided; `allocated`: fen by invoice line;
    `money`: fen by tier that are reserved, owed or paid for it.
    """

    number: str
    clause: str
    pack_digest: str
    on: date
    digest: str
    decided: Amounts
    row: Amounts
    content: Mapping[str, Any] | None = None
    found_digest: str = ""
    lowered_because: str = ""
    granted: Mapping[str, object] = field(default_factory=dict)
    published: tuple[Published, ...] = ()
    allocated: Mapping[int, int] = field(default_factory=dict)
    money: Amounts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recomputed:
    """复算的结果: the answer, where it could be worked out, and every difference."""

    answer: Answer | None
    differences: tuple[Difference, ...]


def frozen_facts(content: Mapping[str, Any], granted: Mapping[str, object], basis: Basis) -> dict[str, object]:
    """The facts that the rule was put to, from the snapshot: what was adopted, and what upper tiers had granted."""
    stated = {**content.get("form", {}), **granted}
    tiers = (f"{GRANTED}{tier.code}" for tier in basis.tiers)
    besides = {key: stated[key] for key in tiers if stated.get(key) not in (None, "")}
    return besides | {str(one["key"]): one["adopted"] for one in content.get("facts", ())}


def frozen_earlier(content: Mapping[str, Any]) -> dict[tuple[str, str], int]:
    """What other cases had taken up of the caps, as the snapshot says."""
    found = {}
    for told, amount in content.get("earlier", {}).items():
        name, _, unit = str(told).rpartition("·")
        found[name, unit] = int(parse_money(amount))
    return found


def answer_of(granted: Granted, clause: t.Clause, basis: Basis, earlier: Earlier | None = None) -> Answer:
    """The clause put to the frozen facts; raises Invalid (or NotMoney) when they can no longer be read."""
    content = granted.content or {}
    facts = frozen_facts(content, granted.granted, basis)
    read = read_facts(clause, _spoken_of(clause, facts, basis), basis.tiers)
    taken = frozen_earlier(content) if earlier is None else earlier
    return explain(clause, read, on=granted.on, earlier=taken, basis=basis)


def amounts_of(answer: Answer) -> dict[str, int]:
    """Fen by tier; nothing anywhere when the facts do not meet the clause."""
    entitled = answer.outcome is Outcome.ENTITLED
    return {code: share.amount.low if entitled else 0 for code, share in answer.shares.items()}


def recompute(granted: Granted, clause: t.Clause, basis: Basis) -> Recomputed:
    """One case whole: the rule again, and everything that should agree with it."""
    found = [*_compare_row(granted), *_compare_notices(granted), *_compare_money(granted)]
    if granted.content is None or "rule" not in granted.content:
        return Recomputed(None, (_no_snapshot(granted), *found))
    found = [*_intact(granted), *_version(granted), *found, *_compare_invoices(granted, clause)]
    try:
        answer = answer_of(granted, clause, basis)
        compared = _compare_answer(granted, answer)
    except (Invalid, NotMoney) as refused:
        sentence = f"快照里的事实按固定的规则读不成：{refused.message}"
        return Recomputed(None, (*found, _difference(granted, DifferenceKind.FACTS, "", refused.message, sentence)))
    return Recomputed(answer, (*found, *compared))


def compare_cap(
    granted: Granted, clause: t.Clause, basis: Basis, earlier: Earlier, others: Sequence[str]
) -> Difference | None:
    """Whether the caps over several cases still hold, with everything that was decided before counted; `others` names it."""
    try:
        most = amounts_of(answer_of(granted, clause, basis, earlier))
    except (Invalid, NotMoney):
        return None
    over = {tier: fen for tier, fen in granted.decided.items() if fen > most.get(tier, 0)}
    if not over:
        return None
    before = "、".join(others[:5]) + (f" 等 {len(others)} 件" if len(others) > 5 else "")
    expected, found = _words(most, basis), _words(granted.decided, basis)
    sentence = f"连同此前审定的 {before}，这一件最多还可给{expected}，审定了{found}"
    return _difference(granted, DifferenceKind.CAP, expected, found, sentence)


def _spoken_of(clause: t.Clause, facts: Mapping[str, object], basis: Basis) -> dict[str, object]:
    spoken = _tiers_spoken_of(clause)
    silent = {f"{GRANTED}{tier.code}" for tier in basis.tiers if tier.label not in spoken}
    return {key: value for key, value in facts.items() if key not in silent}


@lru_cache(maxsize=256)
def _tiers_spoken_of(clause: t.Clause) -> frozenset[str]:
    return frozenset(grants_of(clause))


def _no_snapshot(granted: Granted) -> Difference:
    sentence = "审定时没有留下可以复算的快照；金额无从核对"
    return _difference(granted, DifferenceKind.SNAPSHOT, "审定时的快照", "没有", sentence)


def _intact(granted: Granted) -> Iterator[Difference]:
    if granted.found_digest != granted.digest:
        sentence = f"快照的内容算出的摘要是 {granted.found_digest[:12]}，记下的是 {granted.digest[:12]}：内容在审定以后变过"
        yield _difference(granted, DifferenceKind.DIGEST, granted.digest, granted.found_digest, sentence)


def _version(granted: Granted) -> Iterator[Difference]:
    rule = (granted.content or {}).get("rule", {})
    expected = (granted.pack_digest, granted.clause, granted.on.isoformat())
    found = (str(rule.get("digest")), str(rule.get("clause")), str(rule.get("on")))
    if found != expected:
        told = [f"{digest[:12]} {clause} {on}" for digest, clause, on in (expected, found)]
        sentence = f"案件固定在 {told[0]} 的规则上，快照写的是 {told[1]}"
        yield _difference(granted, DifferenceKind.VERSION, told[0], told[1], sentence)


def _compare_answer(granted: Granted, answer: Answer) -> Iterator[Difference]:
    content = granted.content or {}
    kept = str(content.get("answer", {}).get("outcome", ""))
    if kept != answer.outcome.value:
        said = next((OUTCOME_WORDS[one] for one in Outcome if one.value == kept), kept or "没有结论")
        now = OUTCOME_WORDS[answer.outcome]
        yield _difference(granted, DifferenceKind.OUTCOME, now, said, f"复算的结论是“{now}”，快照写的是“{said}”")
    stated = {str(tier): int(parse_money(amount)) for tier, amount in content.get("amounts", {}).items()}
    shares = {code: share.amount.low for code, share in answer.shares.items()}
    labels = _labels(answer)
    if _given(stated) != _given(shares):
        yield _money(granted, DifferenceKind.CALCULATION, shares, stated, labels, "复算得{0}，快照写的是{1}")
    yield from _compare_decided(granted, amounts_of(answer), labels)


def _compare_decided(granted: Granted, most: Amounts, labels: Mapping[str, str]) -> Iterator[Difference]:
    decided = granted.decided
    if any(fen > most.get(tier, 0) for tier, fen in decided.items()):
        yield _money(granted, DifferenceKind.ABOVE, most, decided, labels, "按规则最多{0}，审定了{1}")
    elif _given(decided) != _given(most) and not granted.lowered_because:
        yield _money(granted, DifferenceKind.REASON, most, decided, labels, "按规则是{0}，审定了{1}，没有写降低的理由")


def _compare_row(granted: Granted) -> Iterator[Difference]:
    if _given(granted.row) != _given(granted.decided):
        yield _money(granted, DifferenceKind.ROW, granted.decided, granted.row, {}, "经过算出的审定金额是{0}，列表里是{1}")


def _compare_notices(granted: Granted) -> Iterator[Difference]:
    for one in granted.published:
        if one.amounts is not None and _given(one.amounts) != _given(granted.decided):
            said = f"审定的是{{0}}，公示 {one.notice} 写的是{{1}}"
            yield _money(granted, DifferenceKind.NOTICE, granted.decided, one.amounts, {}, said)


def _compare_money(granted: Granted) -> Iterator[Difference]:
    """Less may be paid than was decided, where a tier above gave less; never more."""
    if any(fen > granted.decided.get(tier, 0) for tier, fen in granted.money.items()):
        yield _money(granted, DifferenceKind.MONEY, granted.decided, granted.money, {}, "审定的是{0}，资金记的是{1}")


def _compare_invoices(granted: Granted, clause: t.Clause) -> Iterator[Difference]:
    """Facts that come from documents are the sum of their invoices; the invoices are used for as much as was handed in."""
    content = granted.content or {}
    invoices = tuple(content.get("invoices", ()))
    proved = document_amounts(invoices, clause.inputs)
    for one in content.get("facts", ()):
        if one.get("source") != Source.DOCUMENT.value:
            continue
        expected, found = str(proved.get(one["key"], "0.00")), str(one["adopted"])
        if parse_money(expected) != parse_money(found):
            sentence = f"“{one['label']}”采用 {found} 元，快照里的发票合计 {expected} 元"
            yield _difference(granted, DifferenceKind.INVOICES, expected, found, sentence)
    used: dict[int, int] = {}
    for row in invoices:
        used[int(row["line"])] = used.get(int(row["line"]), 0) + int(row["amount"])
    if used != dict(granted.allocated):
        expected, found = show_yuan(sum(used.values())), show_yuan(sum(granted.allocated.values()))
        sentence = f"审定时列入的发票 {len(used)} 行共 {expected}，现在占用的是 {len(granted.allocated)} 行共 {found}"
        yield _difference(granted, DifferenceKind.INVOICES, expected, found, sentence)


def _money(
    granted: Granted, kind: DifferenceKind, expected: Amounts, found: Amounts, labels: Mapping[str, str], said: str
) -> Difference:
    told = [show_yuan(sum(one.values())) for one in (expected, found)]
    if told[0] == told[1]:
        told = [_by_tier(one, labels) for one in (expected, found)]
    return _difference(granted, kind, told[0], told[1], said.format(*(f" {one}" for one in told)))


def _difference(granted: Granted, kind: DifferenceKind, expected: str, found: str, sentence: str) -> Difference:
    return Difference(granted.number, kind, expected, found, sentence)


def _given(amounts: Amounts) -> dict[str, int]:
    """Without the tiers that give nothing."""
    return {tier: fen for tier, fen in amounts.items() if fen}


def _labels(answer: Answer) -> dict[str, str]:
    return {code: share.tier.label for code, share in answer.shares.items()}


def _by_tier(amounts: Amounts, labels: Mapping[str, str]) -> str:
    return "、".join(f"{labels.get(tier, tier)} {show_yuan(fen)}" for tier, fen in sorted(_given(amounts).items())) or "0.00 元"


def _words(amounts: Amounts, basis: Basis) -> str:
    return f" {_by_tier(amounts, {tier.code: tier.label for tier in basis.tiers})}"
