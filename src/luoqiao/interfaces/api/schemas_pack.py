"""方案包、条款、读法、原文的形状, for the description of the API."""

from __future__ import annotations

from typing import Any, Literal

from luoqiao.interfaces.api.schemas_answer import Closed, Day, QuoteOut


class TierOut(Closed):
    """出资的一级。"""

    tier: str
    label: str


class IndustryOut(Closed):
    """产业。"""

    industry: str
    label: str
    leading: bool


class PackOut(Closed):
    """方案包的身份。"""

    pack: str
    number: str
    title: str
    version: str
    digest: str
    source_checksum: str
    in_force_from: Day
    in_force_until: Day
    loaded_at: str


class PackDetailOut(PackOut):
    """方案包：身份、各级、产业和数量。"""

    issuer: str
    adopted_on: Day
    tiers: list[TierOut]
    industries: list[IndustryOut]
    counts: dict[str, int]


class ClauseOut(Closed):
    """目录里的一条；industries 为 null 表示不限产业。"""

    clause: str
    name: str
    subject: str
    lead: list[str]
    manner: str
    kinds: list[str]
    tiers: list[str]
    valid_from: Day
    valid_until: Day
    anchors: list[str]
    industries: list[str] | None


class InputOut(Closed):
    """要问的一项。"""

    input: str
    label: str
    need: Literal["needed", "optional", "kept"]
    type: str
    question: str
    evidence: list[str]
    default: str | None
    options: list[dict[str, str]]
    fields: list[InputOut]


class OptionOut(Closed):
    """读法的一个选项。"""

    option: str
    text: str
    quotes: list[QuoteOut]


class DecisionOut(Closed):
    """裁定。"""

    option: str
    decided_by: str
    document_number: str
    from_on: Day


class ReadingOut(Closed):
    """读法：问题、选项、在用的选项、是否已裁定。"""

    reading: str
    question: str
    group: str
    moves_money: bool
    clauses: list[str]
    default: str
    option: str
    decided: bool
    options: list[OptionOut]
    unclear: list[QuoteOut]
    decisions: list[DecisionOut]


class SwitchOut(Closed):
    """条款可以切换的读法。"""

    reading: str
    question: str
    letters: list[str]
    option: str
    decided: bool


class RuleLineOut(Closed):
    """规则的一行和它引的原文。"""

    line: int
    text: str
    quotes: list[QuoteOut]


class PayeeOut(Closed):
    """收款人不是申请人时。"""

    tier: str | None
    payee: str
    label: str


class WitnessOut(Closed):
    """一例：按条款要的事实写，以及一句话。"""

    sentence: str
    facts: dict[str, object]
    earlier: dict[str, dict[str, str]]
    shares: dict[str, str]


class ProofOut(Closed):
    """一条证明；readings 是与默认不同的读法，decided_by 是决定原文这处差别的读法。"""

    kind: str
    sentence: str
    verdict: str
    readings: dict[str, str]
    assumption: str
    note: str
    decided_by: str
    witness: WitnessOut | None


class ProofsOut(Closed):
    """条款的证明；current 说的是证明的正是现在这份规则。"""

    prover: str
    current: bool
    proofs: list[ProofOut]


class ClauseDetailOut(ClauseOut):
    """条款全文：原文、规则、输入、读法、算例、证明。"""

    pack: str
    version: str
    digest: str
    passages: list[QuoteOut]
    rule: str
    rule_lines: list[RuleLineOut]
    inputs: list[InputOut]
    grants: list[str]
    readings: list[SwitchOut]
    payees: list[PayeeOut]
    examples: list[dict[str, str]]
    proofs: ProofsOut | None


class MarkOut(Closed):
    """一段原文驱动什么；start、end 是句中的字符位置。"""

    kind: str
    id: str
    label: str
    start: int
    end: int
    note: str


class SentenceOut(Closed):
    """一句原文和它的标记。"""

    id: str
    text: str
    line: int
    status: str
    marks: list[MarkOut]


class PassageOut(Closed):
    """一段。"""

    anchor: str
    heading: str
    section: str
    sentences: list[SentenceOut]


class SectionOut(Closed):
    """一节及其覆盖。"""

    name: str
    title: str
    total: int
    counts: dict[str, int]


class DocumentOut(Closed):
    """原文全文，逐句标记。"""

    pack: str
    number: str
    title: str
    digest: str
    sections: list[SectionOut]
    passages: list[PassageOut]


class CoverageOut(Closed):
    """覆盖：逐句、逐节的去处，没有着落的句子。"""

    pack: str
    digest: str
    total: int
    counts: dict[str, int]
    sections: list[SectionOut]
    open_sentences: list[SentenceOut]


SchemaOut = dict[str, Any]
