"""类型与名称: each expression has one type, nothing converts by itself, names are declared before use."""

from __future__ import annotations

from collections.abc import Mapping

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.declarations import options_of
from luoqiao.core.rules.hints import suggest_word
from luoqiao.core.rules.problems import Problem

_NUMBERS = (t.Kind.MONEY, t.Kind.COUNT, t.Kind.MONTHS, t.Kind.RATE)
_VALUES = (*_NUMBERS, t.Kind.DATE)


class KindChecker:
    """Goes through the statements of one straight line or one option and collects problems."""

    def __init__(self, clause: t.Clause, tiers: tuple[str, ...]) -> None:
        self.clause = clause
        self.tiers = tiers
        self.inputs: dict[str, t.Input] = {i.label: i for i in clause.inputs}
        self.every_field = {f.label for i in clause.inputs for f in i.fields}
        self.names: dict[str, t.Kind] = {}
        self.fields: Mapping[str, t.Input] = {}
        self.problems: list[Problem] = []
        self.used: set[str] = set()
        self.later = {n for s in t.statements_of(clause) for n in _defined(s)}

    def say(self, code: str, message: str, at: t.At) -> None:
        self.problems.append(Problem(code, message, at))

    # statements

    def statement(self, statement: t.Statement) -> None:
        """Check one statement and remember what it defines."""
        match statement:
            case t.Condition(test=test):
                self.test(test)
            case t.Define(names=names, value=t.ByRange() | t.ByChoice() as node):
                self.branching(node, names)
            case t.Define(names=names, value=value, at=at) if not isinstance(value, t.ByRange | t.ByChoice):
                if len(names) > 1:
                    self.say("LQ-1410", f"{'、'.join(names)} 有 {len(names)} 个名称，右边只有一个值", at)
                kind = self.kind(value)
                for name in names:
                    self.define(name, kind, at)
            case t.Split():
                self.split(statement)
            case t.ReadingSwitch(options=options):
                self.branches([option.statements for option in options], "读法")
            case t.During(statements=inner):
                self.branches([inner], "自…至…")
            case t.Payee(tier=tier, at=at):
                if tier and tier not in self.tiers:
                    self.say("LQ-1402", f"没有“{tier}”这一级；{suggest_word(tier, self.tiers)}", at)

    def statements(self, statements: tuple[t.Statement, ...]) -> None:
        """Check a whole rule; periods that follow one another are one group and define the same names."""
        periods: list[tuple[t.Statement, ...]] = []
        for statement in statements:
            if isinstance(statement, t.During):
                periods.append(statement.statements)
                continue
            if periods:
                self.branches(periods, "自…至…")
                periods = []
            self.statement(statement)
        if periods:
            self.branches(periods, "自…至…")

    def branches(self, branches: list[tuple[t.Statement, ...]], block: str) -> None:
        """Each branch is checked from the same names; afterwards the names of all are known, each with one type."""
        before, after = dict(self.names), dict(self.names)
        for branch in branches:
            self.names = dict(before)
            for one in branch:
                self.belongs(one, block)
                self.statement(one)
                for name in _defined(one):
                    first, kind = after.setdefault(name, self.names[name]), self.names[name]
                    if name not in before and first is not kind:
                        self.say("LQ-1401", f"“{name}”在{block}的各支里类型要一样：有{first}，也有{kind}", one.at)
        self.names = after

    def belongs(self, statement: t.Statement, block: str) -> None:
        """What may not stand inside 读法 or 自…至…: another block, and who is paid."""
        match statement:
            case t.ReadingSwitch() | t.During():
                inner = "读法" if isinstance(statement, t.ReadingSwitch) else "自…至…"
                word = "再放" if inner == block else "放"
                message = f"{block}里不能{word}{inner}；分成前后两块，用中间名称接起来"
                self.say("LQ-1420", message, statement.at)
            case t.Payee():
                self.say("LQ-1420", f"“收款”写在{block}外面；它不随读法和日期改变", statement.at)

    def define(self, name: str, kind: t.Kind | None, at: t.At) -> None:
        if name in self.inputs or name in self.every_field:
            what = "输入" if name in self.inputs else "清单里每一项的内容"
            self.say("LQ-1403", f"“{name}”已经是{what}，不能再定义", at)
        elif name in self.names:
            self.say("LQ-1403", f"“{name}”已经定义过；一个名称只定义一次", at)
        elif name in self.tiers and kind not in (t.Kind.MONEY, None):
            self.say("LQ-1404", f"{name}是给付，要是金额，这里是{kind}", at)
        elif kind not in (*_VALUES, None):
            self.say("LQ-1401", f"“{name}”是{kind}，不能另起名称；要用的地方直接写输入的名称", at)
        self.names[name] = kind or t.Kind.MONEY

    def split(self, statement: t.Split) -> None:
        self.want(t.Ref(statement.total, statement.at), (t.Kind.MONEY,), "分摊的总额")
        if len(statement.parts) != len(statement.tiers) or not 2 <= len(statement.tiers) <= 3:
            self.say("LQ-1411", "分摊写两级或三级，比例的份数要与级数相同", statement.at)
        if statement.rest_to not in statement.tiers or 0 in statement.parts:
            self.say("LQ-1411", "“余分归”写分摊中的一级，每级的份数大于 0", statement.at)
        for tier in statement.tiers:
            if tier not in self.tiers:
                self.say("LQ-1402", f"没有“{tier}”这一级；{suggest_word(tier, self.tiers)}", statement.at)
            self.define(tier, t.Kind.MONEY, statement.at)

    def branching(self, node: t.ByRange | t.ByChoice, names: tuple[str, ...]) -> None:
        wanted = (t.Kind.MONEY,) if isinstance(node, t.ByRange) else (t.Kind.CHOICE, t.Kind.YES_NO)
        self.want(t.Ref(node.subject, node.at), wanted, "分档" if isinstance(node, t.ByRange) else "分类")
        kinds: list[t.Kind | None] = [None] * len(names)
        for arm in node.arms:
            if len(arm.values) != len(names):
                self.say("LQ-1410", f"{'、'.join(names)} 要 {len(names)} 个值，这一档有 {len(arm.values)} 个", arm.at)
            for index, value in enumerate(arm.values[: len(names)]):
                kind = self.kind(value)
                if kinds[index] not in (None, kind) and kind is not None:
                    self.say("LQ-1401", f"各档的类型要一样：有{kinds[index]}，也有{kind}", arm.at)
                kinds[index] = kinds[index] or kind
        for name, kind in zip(names, kinds, strict=True):
            self.define(name, kind, node.at)

    # expressions

    def want(self, node: t.Expr, kinds: tuple[t.Kind, ...], where: str) -> t.Kind | None:
        """The type of a node, which must be one of these."""
        found = self.kind(node)
        if found is not None and found not in kinds:
            self.say("LQ-1401", f"{where}要{'或'.join(kinds)}，这里是{found}", _at(node))
            return None
        return found

    def name(self, name: str, at: t.At) -> t.Kind | None:
        if name in self.fields:
            return self.fields[name].kind
        if name in self.tiers:
            self.say("LQ-1405", f"“{name}”不能直接当作数；写“{name}实拨”", at)
            return None
        if name in self.names:
            return self.names[name]
        if name in self.inputs:
            self.used.add(name)
            if self.inputs[name].need is t.Need.KEPT:
                self.say("LQ-1406", f"“{name}”只是记录，不能影响金额；改成 输入 或 选填", at)
            return self.inputs[name].kind
        if name in self.later:
            self.say("LQ-1407", f"“{name}”在这一行还没有定义；先定义后使用", at)
            return None
        hint = suggest_word(name, [*self.inputs, *self.names, *self.fields])
        self.say("LQ-1408", f"没有“{name}”这个名称；{hint}" if hint else f"没有“{name}”这个名称", at)
        return None

    def kind(self, node: t.Expr) -> t.Kind | None:  # noqa: C901 - one arm a kind of node
        """The type of an expression; None when it could not be told (already reported)."""
        match node:
            case t.Literal(kind=kind):
                return kind
            case t.Ref(name=name, at=at):
                return self.name(name, at)
            case t.Granted(tier=tier, at=at):
                return self.tier(tier, at, before=True)
            case t.RateOf():
                return self.rate_of(node)
            case t.UpTo(limit=limit):
                return self.want(limit, (t.Kind.MONEY,), "“不超过”的限额")
            case t.Sum(first=first, rest=rest):
                added = self.want(first, (t.Kind.MONEY, t.Kind.COUNT), "加减")
                for _, term in rest:
                    self.same(added, self.kind(term), "加减", term)
                return added
            case t.SumOver():
                return self.sum_over(node)
            case t.AddMonths(day=day):
                self.want(day, (t.Kind.DATE,), "“满”前面")
                return t.Kind.DATE
            case t.WholeMonths(first=first, until=until):
                self.want(first, (t.Kind.DATE,), "整月数的首日")
                self.want(until, (t.Kind.DATE,), "整月数的末日")
                return t.Kind.MONTHS
            case t.Floor(value=value, least=limit) | t.Cap(value=value, limit=limit):
                counted = isinstance(node, t.Cap) and node.unit is not t.CapUnit.CASE
                capped = self.want(value, (t.Kind.MONEY,) if counted else _VALUES, "封顶或保底前面")
                self.same(capped, self.kind(limit), "封顶或保底", limit)
                return capped
            case t.Once(value=value):
                return self.want(value, (t.Kind.MONEY,), "“一次性”前面")
            case t.OnlyIf(value=value, test=test):
                self.test(test)
                return self.want(value, _NUMBERS, "“仅限”前面")
            case t.AfterGrant(value=value, tier=tier, at=at):
                self.tier(tier, at, before=False)
                return self.want(value, (t.Kind.MONEY,), "“待…兑现”前面")

    def tier(self, tier: str, at: t.At, *, before: bool) -> t.Kind:
        if tier not in self.tiers:
            self.say("LQ-1402", f"没有“{tier}”这一级；级有 {'、'.join(self.tiers)}", at)
        elif before and tier in self.later and tier not in self.names:
            self.say("LQ-1407", f"“{tier}实拨”在{tier}算出之前用到了；先写{tier}", at)
        return t.Kind.MONEY

    def same(self, first: t.Kind | None, second: t.Kind | None, where: str, node: t.Expr) -> None:
        if first is not None and second is not None and first is not second:
            hint = "；金额要写元、万元或亿元" if t.Kind.COUNT in (first, second) and t.Kind.MONEY in (first, second) else ""
            self.say("LQ-1401", f"{where}两边的类型要一样：一边是{first}，一边是{second}{hint}", _at(node))

    def rate_of(self, node: t.RateOf) -> t.Kind:
        self.want(node.base, (t.Kind.MONEY,), "“的”前面的基数")
        if isinstance(node.rate, str):
            self.want(t.Ref(node.rate, node.at), (t.Kind.RATE,), "“的”后面")
        if node.approved:
            self.want(t.Ref(node.approved, node.at), (t.Kind.RATE,), "“核定取”后面")
            self.approved(node.approved, node.at)
        if node.months:
            self.want(t.Ref(node.months, node.at), (t.Kind.MONTHS,), "“计息”后面")
        return t.Kind.MONEY

    def approved(self, name: str, at: t.At) -> None:
        """核定取: what an officer approved is an optional input of the clause, never worked out, never of an item."""
        if name in self.fields or name in self.names:
            what = "清单里每一项的内容" if name in self.fields else "算出来的"
            self.say("LQ-1409", f"“核定取”后面写本条“选填”的比例；“{name}”是{what}", at)
        elif name in self.inputs and self.inputs[name].need is t.Need.NEEDED:
            self.say("LQ-1409", f"“{name}”是核定值，没有核定时取限额；要用“选填”", at)

    def sum_over(self, node: t.SumOver) -> t.Kind:
        one = self.inputs.get(node.items)
        if self.name(node.items, node.at) is not None and (one is None or one.kind is not t.Kind.LIST):
            found = one.kind if one is not None else "算出来的"
            self.say("LQ-1401", f"“逐个”后面要清单，“{node.items}”是{found}", node.at)
        elif one is not None:
            self.fields = {f.label: f for f in one.fields}
            self.want(node.body, (t.Kind.MONEY,), "“相加”后面")
            self.fields = {}
        return t.Kind.MONEY

    # tests

    def test(self, node: t.Test) -> None:
        match node:
            case t.Compare(left=left, right=right):
                kind = self.want(left, _VALUES, "比较")
                self.same(kind, self.kind(right), "比较", right)
            case t.Is():
                self.is_option(node)
            case t.Within(day=day, first=first, last=last):
                for one in (day, first, last):
                    if one is not None:
                        self.want(one, (t.Kind.DATE,), "期间")
            case t.AllOf(tests=tests) | t.AnyOf(tests=tests):
                for inner in tests:
                    self.test(inner)

    def is_option(self, node: t.Is) -> None:
        kind = self.name(node.name, node.at)
        if kind is None:
            return
        if node.name in self.fields:
            self.say("LQ-1401", f"“为”前面要本条的选项或是否，“{node.name}”是清单里每一项的内容", node.at)
            return
        if kind not in (t.Kind.CHOICE, t.Kind.YES_NO) or node.name not in self.inputs:
            self.say("LQ-1401", f"“为”前面要选项或是否，“{node.name}”是{kind}", node.at)
            return
        options = options_of(self.inputs[node.name])
        if node.option not in options:
            self.say("LQ-1412", f"“{node.name}”没有选项“{node.option}”；可选 {'、'.join(options)}", node.at)


def _defined(statement: t.Statement) -> tuple[str, ...]:
    match statement:
        case t.Define(names=names) | t.Split(tiers=names):
            return names
        case _:
            return ()


def _at(node: t.Expr) -> t.At:
    return node.at
