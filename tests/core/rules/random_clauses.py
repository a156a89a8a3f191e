"""随机条款: whole clause files as text in the policy language, with every construct it has, sound by construction.

The checker finds nothing wrong with them but the missing quotes and examples. Facts for them: `random_cases.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import strategies as st

from luoqiao.core.kernel.money import WAN, YUAN, show_short
from luoqiao.core.rules.parse import parse_clause
from luoqiao.core.rules.tree import Clause, Kind
from tests.core.rules.choosing import Choosing
from tests.core.rules.random_expressions import TIERS, Expressions

FIRST, LAST = date(2022, 6, 30), date(2023, 12, 31)
HEAD = f"""# 随机补助 · random_support
对象 企业，按年度 ｜ 牵头 区工信局 ｜ 期限 {FIRST} 至 {LAST} ｜ 方式 申报 ｜ 依据 三（一）1
```规则
"""
RATIOS = {2: ("1:1", "3:7", "2:1", "99:1"), 3: ("1:1:1", "5:3:2", "1:2:4", "49:49:2")}
STEMS = "甲乙丙丁戊己庚辛壬癸"
STEPS = (5 * WAN, 100 * WAN, YUAN, 2, 33_333_334, 1000 * WAN)
PREFIX = {Kind.MONEY: "额", Kind.MONTHS: "月", Kind.DATE: "日", Kind.COUNT: "数", Kind.RATE: "率"}
Lines = list[str]


@st.composite
def clause_texts(draw: st.DrawFn) -> str:
    """A clause file; shrinks towards fewer and shorter lines."""
    return written_clause(Choosing.drawn(draw))


def random_clauses() -> st.SearchStrategy[Clause]:
    """随机条款, read by the parser."""
    return clause_texts().map(lambda text: parse_clause(text, "random.md"))


def seeded_clause(seed: int) -> Clause:
    """The same random clause for the same seed, for runs too long for hypothesis."""
    return parse_clause(written_clause(Choosing.seeded(seed)), "random.md")


def written_clause(choose: Choosing) -> str:
    """One clause file."""
    rule = Rule(choose)
    lines = rule.lines()
    said = set(re.findall("[\u4e00-\u9fff]+", " ".join(lines)))
    declared = [line for label, line in rule.words.declared.items() if label in said]
    return f"{HEAD}{chr(10).join([*declared, *rule.noted(), *lines])}\n```\n"


class Rule:
    """规则: writes the statements one after another, with what is known at each."""

    def __init__(self, choose: Choosing) -> None:
        self.choose = choose
        self.words = Expressions(choose, depth=choose.between(1, 2))
        self.made = 0
        self.questions = 0
        self.periods = False

    def lines(self) -> Lines:
        """The statements; at least one tier is settled."""
        found: Lines = []
        for _ in range(self.choose.between(0, 4)):
            more = self.choose.one(_STATEMENTS)(self)
            joined = self.choose.once_in(6) and found and len(more) == 1 and not found[-1].startswith(" ")
            if joined and not (found[-1] + more[0]).endswith("："):
                found[-1] += f"；{more[0]}"
            else:
                found += more
        if not self.words.names.tiers or self.choose.once_in(2):
            found += self.tier()
        if self.choose.once_in(8):
            found.append("收款 区级：代建单位 builder" if self.choose.once_in(2) else "收款 代建单位 builder")
        if self.choose.once_in(8):
            found.append("不计算：由评审认定")
        return found

    def noted(self) -> Lines:
        """记录: what is kept on file and cannot move money."""
        return ["记录 备注日期 noted_on、备注次数 noted_times：日期"] if self.choose.once_in(8) else []

    @property
    def free(self) -> list[str]:
        """The tiers that are not yet settled."""
        return [t for t in TIERS if t not in self.words.names.tiers and t != self.words.silent]

    # statements of one line

    def condition(self, *, bind: bool = True) -> Lines:
        """条件."""
        return [f"条件 {self.words.test(bind=bind)}"]

    def intermediate(self) -> Lines:
        """A name that later lines may use."""
        kind = self.choose.one(
            (Kind.MONEY, Kind.MONTHS, Kind.MONEY, Kind.RATE, Kind.DATE, Kind.COUNT, Kind.MONTHS)
        )
        return self.define([(self.fresh(kind), kind)])

    def tier(self) -> Lines:
        """What a tier pays."""
        return self.define([(self.choose.one(self.free), Kind.MONEY)]) if self.free else []

    def several(self) -> Lines:
        """Two names with the same arms."""
        names = [(self.fresh(Kind.MONEY), Kind.MONEY)]
        names += [(t, Kind.MONEY) for t in self.free[: self.choose.between(0, 2)]]
        return self.define(names)

    def split(self, names: list[str] | None = None) -> Lines:
        """总额 按 1:1 由 市级、区级 分摊."""
        tiers = names or self.free
        if len(tiers) < 2:
            return self.tier()
        if names is None:
            tiers = tiers[: self.choose.between(2, len(tiers))]
        total = self.words.name(Kind.MONEY)
        text = (f"{total} 按 {self.choose.one(RATIOS[len(tiers)])} 由 {'、'.join(tiers)} 分摊，"
                f"余分归 {self.choose.one(tiers)}")  # fmt: skip
        self.words.names.tiers += tiers
        return [text]

    def fresh(self, kind: Kind) -> str:
        """A name that is not yet taken."""
        self.made += 1
        return PREFIX[kind] + STEMS[self.made % 10] * (1 + self.made // 10)

    def define(self, names: list[tuple[str, Kind]]) -> Lines:
        """名 = 式, or by arms when there are several names or by chance."""
        kind = names[0][1]
        known = self.words.names
        shape = self.choose.number(4)
        if len(names) == 1 and shape < 3:
            found = [f"{names[0][0]} = {self.words.chain(kind)}"]
        else:
            found = self.by_range(names) if shape % 2 else self.by_choice(names)
        for name, of in names:
            if name in TIERS:
                known.tiers.append(name)
            else:
                known.kinds[name] = of
        return found

    # arms

    def by_range(self, names: list[tuple[str, Kind]]) -> Lines:
        """分档: open and closed ends, ascending, without gap unless 其余 fills it."""
        words = self.words
        subject = words.name(Kind.MONEY)
        if subject in words.loose:
            return self.by_choice(names)
        least, most = words.stretch.get(subject, (0, None))
        bounds: list[int] = []
        for _ in range(self.choose.between(1, 3)):
            bound = (bounds[-1] if bounds else least) + max(2, self.choose.one(STEPS))
            if most is None or bound <= most - 1:
                bounds.append(bound)
        if not bounds:
            return self.by_choice(names)
        whole = [self.choose.once_in(2) for _ in bounds]
        lows = [
            f"{show_short(b)}以上" if belongs else f"超过{show_short(b)}"
            for b, belongs in zip(bounds, whole, strict=True)
        ]
        highs = [
            f"不满{show_short(b)}" if belongs else f"{show_short(b)}以下"
            for b, belongs in zip(bounds, whole, strict=True)
        ]
        exact = subject in words.declared
        if exact and self.choose.once_in(4):
            highs = [f"{show_short(b - belongs)}以下" for b, belongs in zip(bounds, whole, strict=True)]
        start = self.choose.one(("", "", f"{show_short(least if exact else 0)}以上、"))
        arms = [start + highs[0]]
        arms += [f"{low}、{high}" for low, high in zip(lows[:-1], highs[1:], strict=True)]
        arms.append(lows[-1])
        if self.choose.once_in(4):
            arms = (
                [*arms[1:], "其余"] if self.choose.once_in(2) and least < bounds[0] else [*arms[:-1], "其余"]
            )
        return self.arms(f"按 {subject} 分档：", arms, names)

    def by_choice(self, names: list[tuple[str, Kind]]) -> Lines:
        """分类: every option once, or 其余."""
        subject = self.words.input(self.choose.one((Kind.YES_NO, Kind.CHOICE)))
        options = list(self.words.options(subject))
        arms: Lines = []
        while options:
            take = self.choose.between(1, len(options)) if self.choose.once_in(3) else 1
            arms.append("、".join(options[:take]))
            options = options[take:]
        if len(arms) > 1 and self.choose.once_in(3):
            arms[-1] = "其余"
        return self.arms(f"按 {subject} 分类：", arms, names)

    def arms(self, head: str, arms: Lines, names: list[tuple[str, Kind]]) -> Lines:
        """The head and its arms, each with a value a name."""
        below = [f"    {arm}：{'、'.join(self.words.chain(kind) for _, kind in names)}" for arm in arms]
        return [f"{'、'.join(name for name, _ in names)} = {head}", *below]

    # blocks

    def ways(self, many: int, *, same_tiers: bool) -> list[Lines]:
        """The same names settled in several ways; tiers may differ unless they may not."""
        kinds = (Kind.MONEY, Kind.MONEY, Kind.MONTHS, Kind.RATE)
        names = [self.fresh_of(self.choose.one(kinds)) for _ in range(self.choose.between(0, 2))]
        offered = self.free[: self.choose.between(0 if names else 1, 2)]
        before, ways, after = self.words.names, [], self.words.names.copy()
        for _ in range(many):
            self.words.names = before.copy()
            ways.append(self.way(names, offered, same_tiers=same_tiers))
            after.kinds |= self.words.names.kinds
            after.tiers += [t for t in self.words.names.tiers if t not in after.tiers]
        self.words.names = after
        return ways

    def fresh_of(self, kind: Kind) -> tuple[str, Kind]:
        """A fresh name with its kind."""
        return self.fresh(kind), kind

    def way(self, names: list[tuple[str, Kind]], offered: list[str], *, same_tiers: bool) -> Lines:
        """One option or period."""
        tiers = [t for t in offered if same_tiers or self.choose.number(3)]
        found: Lines = []
        if self.choose.once_in(4):
            found += self.condition(bind=False)
        for name in names:
            found += self.define([name])
        if len(tiers) == 2 and self.choose.once_in(3):
            return found + self.split(tiers)
        for tier in tiers:
            found += self.define([(tier, Kind.MONEY)])
        return found

    def reading(self) -> Lines:
        """读法 with its options; each names every letter once."""
        if self.questions == 2:
            return self.tier()
        self.questions += 1
        many = self.choose.between(2, 3)
        found = [f"读法 X-0{self.questions}："]
        groups = ["A", "B", "C"][:many]
        if many == 3 and self.choose.once_in(2):
            groups = ["A、C", "B"]
        for letters, lines in zip(groups, self.ways(len(groups), same_tiers=False), strict=True):
            found += self.option(letters, lines)
        return found

    def option(self, letters: str, lines: Lines) -> Lines:
        """A：…；… on one line where that can be written, else the statements below it."""
        if not lines:
            return [f"    {letters}：无此项"]
        headless = [line for line in lines if not line.startswith(" ")]
        if len(headless) == len(lines) or lines.index(headless[-1]) == len(headless) - 1:
            below = [f"    {line}" for line in lines[len(headless) :]]
            return [f"    {letters}：{'；'.join(headless)}", *below]
        return [f"    {letters}：", *(f"        {line}" for line in lines)]

    def during(self) -> Lines:
        """自…至…: one group over the whole term of the clause; groups do not touch one another."""
        if self.periods:
            return self.tier()
        self.periods = True
        cuts = sorted({self.choose.between(1, (LAST - FIRST).days) for _ in range(self.choose.between(1, 2))})
        starts = [FIRST, *(FIRST + timedelta(cut) for cut in cuts)]
        ends = [start - timedelta(1) for start in starts[1:]] + [LAST]
        found: Lines = []
        for first, last, lines in zip(starts, ends, self.ways(len(starts), same_tiers=True), strict=True):
            if not lines:
                return []
            found += [f"自 {first} 至 {last}：", *(f"    {line}" for line in lines)]
        return found


_STATEMENTS: tuple[Callable[[Rule], Lines], ...] = (
    Rule.tier, Rule.intermediate, Rule.condition, Rule.several, Rule.reading, Rule.split, Rule.during, Rule.intermediate,
)  # fmt: skip
