"""试算的步骤: the steps of an answer as rows: figures, the words they rest on, what each gives. Numbers match the rule."""

from __future__ import annotations

from collections.abc import Iterator

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Answer
from luoqiao.core.rules.answer import Step as Worked
from luoqiao.core.rules.present import StepRow, step_rows
from luoqiao.core.rules.resolve import names_in
from luoqiao.core.rules.wording import arithmetic
from luoqiao.interfaces.portal.clause_parts import Part, parts_of
from luoqiao.interfaces.portal.clause_rule import Numbers, part_numbers
from luoqiao.interfaces.portal.parts import Quote, Step, Tag

VERDICTS = {True: Tag("符合", "entitled"), False: Tag("不符合", "not_entitled"), None: Tag("还不能判定", "undetermined")}
UNKNOWN = "未知"
_TESTS = (t.Compare, t.Is, t.Within)


def steps_of(answer: Answer, numbers: Numbers, marks: dict[str, tuple[str, ...]]) -> tuple[Step, ...]:
    """Every step with its suffixes; `marks` are the words beside a tier's amount (预估, 预估上限, 待…兑现)."""
    rows = zip(answer.steps, step_rows(answer), strict=True)
    return tuple(made for worked, row in rows for made in _rows(answer, worked, row, numbers, marks))


def _open(words: str, worked: Worked, first: Part, answer: Answer) -> str:
    """未知 × 5% = 未知 says nothing: then the rule in words and what to fill in first."""
    if not words.startswith(UNKNOWN):
        return words
    asked = {one.label for one in answer.clause.inputs if one.label not in answer.facts}
    missing = list(dict.fromkeys(name for name in names_in(worked.statement) if name in asked))
    rule = first.text.partition("=")[2].strip() or first.text
    return f"{rule}，先填{'、'.join(missing)}" if missing else f"{rule}，还要等上面的数"


def _rows(
    answer: Answer, worked: Worked, row: StepRow, numbers: Numbers, marks: dict[str, tuple[str, ...]]
) -> Iterator[Step]:
    first, *suffixes = parts_of(worked.statement)
    phrases = _phrases(worked, row)
    own = {suffix.node.at: suffix for suffix in suffixes if suffix.node is not None}
    plain = [_open(words, worked, first, answer) for node, words in phrases if _owner(node, own, worked) is None]
    quotes = first.quotes + (worked.branch.quotes if isinstance(worked.branch, t.RangeArm | t.ChoiceArm) else ())
    later = [(suffix, _said(suffix, phrases, own, worked)) for suffix in suffixes]
    later = [(suffix, words) for suffix, words in later if words]
    beside = dict.fromkeys(word for name, _ in worked.results for word in marks.get(name, ()))
    tags = tuple(Tag(word, "estimate") for word in beside)
    gives = "" if isinstance(worked.statement, t.Condition) else row.result.replace("、", "\n")
    verdict = (VERDICTS[row.verdict],) if isinstance(worked.statement, t.Condition) else ()
    here = ("", verdict) if later else (gives, (*verdict, *tags))
    yield _step(row.head, plain or [_plain_words(worked)], quotes, numbers, *here)
    for place, (suffix, words) in enumerate(later):
        last = place == len(later) - 1
        yield _step("", words, suffix.quotes, numbers, gives if last else "", tags if last else ())


def _step(
    label: str, words: list[str], quotes: tuple[t.Quote, ...], numbers: Numbers, gives: str, tags: tuple[Tag, ...]
) -> Step:
    own = part_numbers(quotes, numbers)
    said = tuple(Quote(quote.text, quote.anchor) for quote in quotes)
    return Step(label, "，".join(filter(None, words)), said, gives, tags=tags, number=" ".join(own) or "·")


def _phrases(worked: Worked, row: StepRow) -> list[tuple[object, str]]:
    """Each phrase of the row with the node that it speaks of; the choice of an arm comes first."""
    words = list(row.arithmetic)
    found: list[tuple[object, str]] = []
    if isinstance(worked.branch, t.RangeArm | t.ChoiceArm):
        found.append((worked.branch, words.pop(0)))
    speaking = [one for one in worked.traced if any(arithmetic((one,), {}))]
    return found + list(zip((one.node for one in speaking), words, strict=True))


def _owner(node: object, own: dict[t.At, Part], worked: Worked) -> Part | None:
    """The suffix that a phrase belongs to; the test of a 仅限 belongs to it too."""
    at = getattr(node, "at", None)
    if at in own and not isinstance(node, t.RangeArm | t.ChoiceArm):
        return own[at]
    if isinstance(node, _TESTS):
        for suffix in own.values():
            if isinstance(suffix.node, t.OnlyIf) and any(inner == node for inner in t.walk(suffix.node.test)):
                return suffix
    return None


def _said(suffix: Part, phrases: list[tuple[object, str]], own: dict[t.At, Part], worked: Worked) -> list[str]:
    return list(dict.fromkeys(words for node, words in phrases if _owner(node, own, worked) is suffix))


def _plain_words(worked: Worked) -> str:
    """A line without arithmetic says what it takes: 计补基数 = 年度服务费."""
    statement = worked.statement
    if isinstance(statement, t.Define) and not isinstance(statement.value, t.ByRange | t.ByChoice):
        return parts_of(statement)[0].text.partition("=")[2].strip()
    return ""


