"""提示: what a reader of a rule probably meant, in the words of the language."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from luoqiao.core.kernel.text import nearest
from luoqiao.core.rules.problems import Problem
from luoqiao.core.rules.tree import At
from luoqiao.core.rules.words import KEYWORDS, SHOWN_TERMINALS, WORD

_RUN = re.compile(f"{WORD}+")
_NUMBER = re.compile(r"\d[\d,.:]*%?")
_OFTEN_MEANT = {
    "最多": "最高", "封顶": "最高", "大于": "超过", "高于": "超过", "多于": "超过", "小于": "不满", "少于": "不满", "等于": "为",
    "如果": "条件", "并且": "且", "或者": "或", "至少": "不低于", "加上": "加", "减去": "减",
}  # fmt: skip


def cut(word: str, known: Collection[str]) -> list[str] | None:
    """Cut a run of letters into known words, fewest pieces; None when it cannot be cut."""
    best: list[list[str] | None] = [[]] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(end):
            head = best[start]
            if head is not None and word[start:end] in known:
                current = best[end]
                if current is None or len(head) + 1 < len(current):
                    best[end] = [*head, word[start:end]]
    return best[-1]


def suggest_word(word: str, declared: Iterable[str]) -> str:
    """Hints in their order: cut into known words; the word often meant; the nearest name or keyword."""
    names = list(declared)
    known = {*names, *KEYWORDS}
    pieces = cut(word, known)
    if pieces and len(pieces) > 1:
        return f"词与词之间空一格：{' '.join(pieces)}"
    if word in _OFTEN_MEANT:
        return f"是不是“{_OFTEN_MEANT[word]}”？"
    near = nearest(word, [*names, *KEYWORDS])
    return f"是不是“{near}”？" if near else ""


def explain_syntax(
    error: UnexpectedInput, text: str, written: str, number: int, declared: Iterable[str]
) -> Problem:
    """One sentence for a line the grammar does not accept: the offending words and what could stand there."""
    names = list(declared)
    column = max(1, getattr(error, "column", 1) or 1)
    expected: set[str] = set()
    if isinstance(error, UnexpectedToken):
        expected = set(error.accepts or error.expected)
        at_end = error.token.type == "$END"
        column = len(text.rstrip()) + 1 if at_end else (error.token.column or column)
    elif isinstance(error, UnexpectedCharacters):
        expected, at_end = set(error.allowed or ()), False
    else:
        at_end = True
        column = len(text.rstrip()) + 1
    run = _RUN.match(text, column - 1)
    figure = _NUMBER.match(text, column - 1)
    wrong = run[0] if run else figure[0] if figure else text[column - 1 : column]
    at = At(number, column, column + max(1, len(wrong)))
    hint = _special(text, column, wrong, expected) or _before(text, column, names)
    if not hint and wrong:
        hint = suggest_word(wrong, names) if run else ""
    head = f"“{written}”没有写完" if at_end else f"这里不能写“{wrong}”"
    if not hint:
        could = sorted({SHOWN_TERMINALS[e] for e in expected if e in SHOWN_TERMINALS})
        hint = f"可以写：{'、'.join(could)}" if could else ""
    return Problem("LQ-1100", f"{head}；{hint}" if hint else head, at)


def _special(text: str, column: int, wrong: str, expected: set[str]) -> str:
    before, rest = text[: column - 1].rstrip(), text[column - 1 :]
    if re.match(r"\d+(?:\.\d+)?\s*%", rest) and re.search(f"{WORD}$", before):
        return f"少写了“的”：{_RUN.findall(before)[-1]} 的 {rest.split('，')[0].split(',')[0].strip()}"
    if wrong.startswith("的") and re.search(r"(?:加|减)\s", before):
        body = re.split(r"[=:]", before)[-1].strip()
        return f"写成（{body}） 的 …，先加减再取比例"
    if wrong in ("且", "或") and re.search("或" if wrong == "且" else "且", before):
        return "“且”和“或”不能混着写，用括号分开"
    if re.match(r"\d[\d,]*\s*个", rest) or (re.match(r"\d", rest) and "MONEY" in expected):
        return "金额要写元、万元或亿元，如 5万元"
    return ""


def _before(text: str, column: int, names: list[str]) -> str:
    """The word just before the place, when it was two words written together."""
    words = list(_RUN.finditer(text[: column - 1]))
    if not words:
        return ""
    last = words[-1][0]
    if last in names or last in KEYWORDS:
        return ""
    pieces = cut(last, {*names, *KEYWORDS})
    return f"词与词之间空一格：{' '.join(pieces)}" if pieces and len(pieces) > 1 else ""
