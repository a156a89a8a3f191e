"""对到企业: which enterprise of the register a printed row means: by its code, else by its name, else by a former name.

Nothing is guessed: when code and name disagree, or a name fits several, a person decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from luoqiao.core.parties.import_judging import folded


class MatchState(StrEnum):
    """代码相符 · 名称相符 · 曾用名相符 · 要人定 · 名录里没有 · 人定的 · 不是本区的 · 读不成."""

    EXACT = "exact"
    BY_NAME = "by_name"
    BY_FORMER_NAME = "by_former_name"
    AMBIGUOUS = "ambiguous"
    NONE = "none"
    DECIDED = "decided"
    SKIPPED = "skipped"
    BAD = "bad"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _LABELS[self.value]


_LABELS = {
    "exact": "代码相符", "by_name": "名称相符", "by_former_name": "曾用名相符", "ambiguous": "要人定", "none": "名录里没有",
    "decided": "人定的", "skipped": "不办", "bad": "读不成",
}  # fmt: skip
MATCHED = (MatchState.EXACT, MatchState.BY_NAME, MatchState.BY_FORMER_NAME, MatchState.DECIDED)


@dataclass(frozen=True, slots=True)
class Known:
    """名录所知: present names by code, codes by present name and by former name; names are folded."""

    names: Mapping[str, str] = field(default_factory=dict)
    by_name: Mapping[str, frozenset[str]] = field(default_factory=dict)
    by_former_name: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """对的结果: the code when it is clear, else the candidates; `said` tells why."""

    state: MatchState
    uscc: str = ""
    candidates: tuple[str, ...] = ()
    said: str = ""


def match_row(name: str, uscc: str, known: Known) -> Match:
    """The enterprise that a printed name and code mean."""
    plain = folded(name)
    present = known.by_name.get(plain, frozenset())
    former = known.by_former_name.get(plain, frozenset()) - present
    if uscc:
        return _by_code(uscc, plain, name, present | former, known)
    if len(present) == 1:
        return Match(MatchState.BY_NAME, next(iter(present)))
    if not present and len(former) == 1:
        code = next(iter(former))
        return Match(MatchState.BY_FORMER_NAME, code, said=f"现在叫“{known.names.get(code, '')}”")
    if present or former:
        many = tuple(sorted(present | former))
        return Match(MatchState.AMBIGUOUS, candidates=many, said=f"名录里有 {len(many)} 家叫过这个名称")
    return Match(MatchState.NONE, said="名录里没有这个名称；多半不是本区企业")


def _by_code(uscc: str, plain: str, name: str, named: frozenset[str], known: Known) -> Match:
    registered = known.names.get(uscc)
    if registered is None:
        if named:
            said = f"名录里没有代码 {uscc}，有叫这个名称的；请看是不是代码印错"
            return Match(MatchState.AMBIGUOUS, candidates=tuple(sorted(named)), said=said)
        return Match(MatchState.NONE, said=f"名录里没有代码 {uscc}；多半不是本区企业")
    if not plain or folded(registered) == plain or uscc in named:
        return Match(MatchState.EXACT, uscc)
    said = f"代码 {uscc} 登记的是“{registered}”，名单上印的是“{name[:60]}”"
    return Match(MatchState.AMBIGUOUS, candidates=tuple(sorted({uscc} | named)), said=said)
