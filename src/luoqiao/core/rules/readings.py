"""读法: where the document contradicts itself or is silent, the ways to read it and who decided which.

Nobody in the program settles a reading. Without a decision the default holds and every result says so.
The text form (`readings.md` of a pack), one item a line:

    # 资金                               a group
    ## X-12 上云补助：对全部服务费计补，还是……   number and question
    - 条款：cloud_adoption                 also 关于, 涉及资金, 不清之处, 通则, 另说, 外证
    - A：按全部服务费计补 ←三（一）1「按照服务费的 30% 给予上云企业补助」
    - 默认：A
    - 裁定：B ｜ 裁定人 区政府常务会议 ｜ 文号 泉洛政办〔2023〕1号 ｜ 自 2023-03-01      (or 暂无)

The group 通则 holds the general rules (`- G1：…`). Quotations are checked against the document elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from luoqiao.core.kernel.errors import DomainError, Finding, Place
from luoqiao.core.rules.citations import Citation, parse_citations

UNREADABLE = "LQ-3120"


class UnreadableReadings(DomainError):
    """读法文件读不懂: every line that does not have the expected form."""

    code = "LQ-3121"

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(f"读法文件有 {len(findings)} 处读不懂：" + "；".join(f.message for f in findings))
        self.findings = findings


@dataclass(frozen=True, slots=True)
class GeneralRule:
    """通则: a rule that decides many questions at once (G1 body before annex …)."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class ReadingOption:
    """一种读法: its letter, what it means, the words that it leans on."""

    letter: str
    wording: str
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """裁定: which option, who decided, by which paper, from which day."""

    option: str
    decided_by: str
    document_number: str
    from_on: date


@dataclass(frozen=True, slots=True)
class ReadingQuestion:
    """读法问题: what is unclear, the options, the default, and the decisions so far in order of date."""

    id: str
    question: str
    group: str
    options: tuple[ReadingOption, ...]
    default: str
    unclear: tuple[Citation, ...] = ()
    clauses: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    general_rules: tuple[str, ...] = ()
    moves_money: bool = False
    unbuilt: str = ""
    evidence: str = ""
    decisions: tuple[Decision, ...] = ()
    line: int = 0

    @property
    def letters(self) -> tuple[str, ...]:
        """The option letters, in the order written."""
        return tuple(option.letter for option in self.options)

    @property
    def is_switch(self) -> bool:
        """Whether there is something to choose: more than one option."""
        return len(self.options) > 1

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every quotation of the question and its options."""
        return self.unclear + tuple(c for option in self.options for c in option.citations)

    def get_option(self, letter: str) -> ReadingOption:
        """The option with this letter; refuses another letter and names those there are."""
        for option in self.options:
            if option.letter == letter:
                return option
        raise UnknownOption(self.id, letter, self.letters)


class UnknownReading(DomainError):
    """没有这条读法: no question has that number."""

    code = "LQ-3122"

    def __init__(self, key: str) -> None:
        super().__init__(f"没有读法“{key}”", details={"reading": key})


class UnknownOption(DomainError):
    """读法没有这个选项: the question is known, the letter is not."""

    code = "LQ-3123"

    def __init__(self, key: str, letter: str, letters: tuple[str, ...]) -> None:
        message = f"读法 {key} 没有“{letter}”；可选 {'、'.join(letters)}"
        super().__init__(message, details={"reading": key, "options": letters})


@dataclass(frozen=True, slots=True)
class Readings(Mapping[str, ReadingQuestion]):
    """读法集: the questions by number, in order, and the general rules."""

    questions: tuple[ReadingQuestion, ...]
    rules: tuple[GeneralRule, ...] = ()

    def __getitem__(self, key: str) -> ReadingQuestion:
        for question in self.questions:
            if question.id == key:
                return question
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return (question.id for question in self.questions)

    def __len__(self) -> int:
        return len(self.questions)

    def get_question(self, key: str) -> ReadingQuestion:
        """The question with this number, or a refusal in the words of the user."""
        found = self.get(key)
        if found is None:
            raise UnknownReading(key)
        return found


def in_force(question: ReadingQuestion, on: date) -> tuple[str, bool]:
    """Which option holds on that day, and whether it holds by default (nobody has decided yet)."""
    holding = [d for d in question.decisions if d.from_on <= on]
    return (holding[-1].option, False) if holding else (question.default, True)


_GROUP = re.compile(r"# (\S.*)")
_QUESTION = re.compile(r"## (X-\d{2}) (\S.*)")
_ITEM = re.compile(r"- (?P<name>[^：]{1,8})：(?P<content>\S.*)")
_ITEM_NAMES = ("条款", "关于", "涉及资金", "不清之处", "默认", "通则", "另说", "外证", "裁定")
_NOTE = re.compile(r"<!--.*?-->", re.DOTALL)
_DECISION = re.compile(
    r"(?P<option>[A-Z]) ｜ 裁定人 (?P<who>[^｜]+) ｜ 文号 (?P<paper>[^｜]+) ｜ 自 (?P<day>\d{4}-\d{2}-\d{2})"
)


def parse_readings(text: str, filename: str = "readings.md") -> Readings:
    """Read the text of `readings.md`; raises UnreadableReadings with every finding."""
    findings: list[Finding] = []
    questions: list[ReadingQuestion] = []
    rules: list[GeneralRule] = []
    group = ""
    bare = _NOTE.sub(lambda note: "\n" * note[0].count("\n"), text)
    for at, line in enumerate((row.rstrip() for row in bare.splitlines()), 1):
        if not line:
            continue
        if match := _GROUP.fullmatch(line):
            group = match[1]
        elif match := _QUESTION.fullmatch(line):
            questions.append(ReadingQuestion(match[1], match[2], group, (), "", line=at))
        elif (match := _ITEM.fullmatch(line)) and group == "通则":
            rules.append(GeneralRule(match["name"], match["content"]))
        elif match and questions:
            try:
                questions[-1] = _with_item(questions[-1], match["name"], match["content"])
            except ValueError as refused:
                findings.append(Finding(UNREADABLE, str(refused), Place(filename, at), questions[-1].id))
        else:
            findings.append(Finding(UNREADABLE, f"“{line[:20]}”应写成“- 名：内容”", Place(filename, at)))
    findings += _faults(questions, {rule.id for rule in rules}, filename)
    if findings:
        raise UnreadableReadings(tuple(findings))
    return Readings(tuple(questions), tuple(rules))


def _with_item(question: ReadingQuestion, name: str, content: str) -> ReadingQuestion:
    """The question with one more line read into it; ValueError says what cannot be read."""
    names = tuple(part.strip() for part in content.split("、"))
    match name:
        case "条款":
            return replace(question, clauses=names)
        case "关于":
            return replace(question, about=names)
        case "通则":
            return replace(question, general_rules=names)
        case "涉及资金":
            return replace(question, moves_money=_yes(content))
        case "不清之处":
            return replace(question, unclear=_citations(content))
        case "默认":
            return replace(question, default=content)
        case "另说":
            return replace(question, unbuilt=content)
        case "外证":
            return replace(question, evidence=content)
        case "裁定":
            return question if content == "暂无" else _decided(question, content)
        case letter if len(letter) == 1 and letter.isascii() and letter.isupper():
            wording, arrow, rest = content.partition("←")
            option = ReadingOption(letter, wording.strip(), _citations(arrow + rest))
            return replace(question, options=(*question.options, option))
    raise ValueError(f"这里不能写“{name}”；可写 {'、'.join(_ITEM_NAMES)} 和选项字母")


def _yes(content: str) -> bool:
    if content not in ("是", "否"):
        raise ValueError(f"“涉及资金”只能写 是 或 否，不能写“{content}”")
    return content == "是"


def _citations(content: str) -> tuple[Citation, ...]:
    found = parse_citations(content)
    if found is None:
        raise ValueError("引文应写成 ←锚「原文」")
    return found


def _decided(question: ReadingQuestion, content: str) -> ReadingQuestion:
    match = _DECISION.fullmatch(content)
    if match is None:
        raise ValueError("裁定应写成：字母 ｜ 裁定人 … ｜ 文号 … ｜ 自 年-月-日，或写“暂无”")
    try:
        day = date.fromisoformat(match["day"])
    except ValueError:
        raise ValueError(f"没有 {match['day']} 这一天") from None
    made = Decision(match["option"], match["who"].strip(), match["paper"].strip(), day)
    return replace(question, decisions=tuple(sorted((*question.decisions, made), key=lambda d: d.from_on)))


def _faults(questions: list[ReadingQuestion], rules: set[str], filename: str) -> list[Finding]:
    """What each line alone cannot show: doubles, letters without option, defaults without option."""
    faults: list[tuple[ReadingQuestion, str]] = []
    seen: set[str] = set()
    for q in questions:
        if q.id in seen:
            faults.append((q, f"{q.id} 写了两次"))
        seen.add(q.id)
        if len(set(q.letters)) < len(q.letters):
            faults.append((q, f"{q.id} 的选项字母重复"))
        faults += [(q, f"{q.id} 没有选项“{x}”") for x in _named_letters(q) if x not in q.letters]
        faults += [(q, f"{q.id} 引了没有的通则“{x}”") for x in q.general_rules if x not in rules]
        days = [d.from_on for d in q.decisions]
        if len(set(days)) < len(days):
            faults.append((q, f"{q.id} 同一天有两个裁定"))
    return [Finding(UNREADABLE, message, Place(filename, q.line), q.id) for q, message in faults]


def _named_letters(question: ReadingQuestion) -> tuple[str, ...]:
    return (question.default or "（默认未写）", *(d.option for d in question.decisions))
