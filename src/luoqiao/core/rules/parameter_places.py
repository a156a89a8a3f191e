"""数在哪里: every number of a rule in reading order, with its owner, its role and the words around it.

0元 is left out: it says that nothing is paid, it is no number of the document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from luoqiao.core.kernel.money import show_short
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.parameter import ROLE_WORDS, Place, Role


@dataclass(frozen=True, slots=True)
class Number:
    """一处数: where it stands, whose it is, what it does; `subject` is the name that it is compared with or counted from."""

    base: str
    alias: str
    label: str
    role: Role
    kind: t.Kind
    value: int
    place: Place
    quotes: tuple[t.Quote, ...]
    line: str
    question: str = ""
    letters: tuple[str, ...] = ()
    subject: str = ""
    how: t.RateHow | None = None
    symbolic: bool = True


@dataclass(frozen=True, slots=True)
class _Around:
    """What a number can only know from the lines around it."""

    clause: t.Clause
    codes: Mapping[str, str]
    quotes: tuple[t.Quote, ...] = ()
    line: str = ""
    question: str = ""
    letters: tuple[str, ...] = ()
    owner: str = ""
    arm: str = ""
    arm_code: str = ""
    per_item: bool = False

    def code(self, name: str) -> str:
        """The identifier of a tier or an input; another name stands for itself."""
        if name in self.codes:
            return self.codes[name]
        return next((i.identifier for i in self.clause.inputs if i.label == name), name)

    def number(
        self, role: Role, kind: t.Kind, value: int, place: Place, label: str, *, name: str = "", subject: str = "",
        how: t.RateHow | None = None, symbolic: bool = True,
    ) -> Number:  # fmt: skip
        owner = name or self.owner
        head = f"{role.value}.{self.code(owner)}" if role in _ROLE_FIRST else f"{self.code(owner)}.{role.value}"
        tail = f".{self.arm_code}" if self.arm_code else ""
        alias = f"{ROLE_WORDS[role]}.{owner}" if role in _ROLE_FIRST else f"{owner}.{ROLE_WORDS[role]}"
        alias += f".{self.arm}" if self.arm_code else ""
        shown = f"{label}（{self.arm}）" if self.arm else label
        return Number(head + tail, alias, shown, role, kind, value, place, self.quotes, self.line, self.question,
                      self.letters, subject, how, symbolic)  # fmt: skip


_ROLE_FIRST = (Role.CONDITION, Role.BRACKET, Role.TERM)


def numbers_of(clause: t.Clause, codes: Mapping[str, str]) -> Iterator[Number]:
    """Every number of the rule in reading order; `codes` gives the identifier of each tier by its label."""
    around = _Around(clause, codes)
    for statement in clause.statements:
        yield from _statement(statement, around)


def _statement(statement: t.Statement, around: _Around) -> Iterator[Number]:
    here = replace(around, quotes=statement.quotes or around.quotes, line=statement.text)
    match statement:
        case t.Condition(test=test):
            yield from _test(test, replace(here, owner=""))
        case t.Define(names=names, value=t.ByRange() as node):
            yield from _by_range(names, node, here)
        case t.Define(names=names, value=t.ByChoice() as node):
            yield from _by_choice(names, node, here)
        case t.Define(names=names, value=value) if not isinstance(value, t.ByRange | t.ByChoice):
            yield from _value(value, replace(here, owner=names[0]))
        case t.Split():
            yield from _split(statement, here)
        case t.ReadingSwitch(question=question, options=options):
            for option in options:
                inside = replace(around, quotes=option.quotes, question=question, letters=option.letters)
                for one in option.statements:
                    yield from _statement(one, inside)
        case t.During(statements=inner):
            for one in inner:
                yield from _statement(one, here)


def _split(statement: t.Split, here: _Around) -> Iterator[Number]:
    for index, (part, tier) in enumerate(zip(statement.parts, statement.tiers, strict=True)):
        at = Place(statement.at, f"part {index}")
        label = f"{statement.total}分摊：{tier}的份数"
        yield here.number(Role.PARTS, t.Kind.COUNT, part, at, label, name=tier, symbolic=False)


# -- arms ----------------------------------------------------------------------------------------------------


def _by_range(names: tuple[str, ...], node: t.ByRange, here: _Around) -> Iterator[Number]:
    for index, arm in enumerate(node.arms):
        beside = [q for other in node.arms[max(0, index - 1) : index + 2] for q in other.quotes]
        inside = replace(here, quotes=(*here.quotes, *beside), line=arm.text or here.line)
        for slot, bound in (("low", arm.low), ("high", arm.high)):
            if bound:
                label = f"{node.subject}分档：第 {index + (1 if slot == 'low' else 2)} 档从多少起"
                yield inside.number(
                    Role.BRACKET, t.Kind.MONEY, bound, Place(arm.at, slot), label, name=node.subject, subject=node.subject
                )
        for name, value in zip(names, arm.values, strict=False):
            yield from _value(value, replace(inside, owner=name, arm=_head(arm.text)))


def _by_choice(names: tuple[str, ...], node: t.ByChoice, here: _Around) -> Iterator[Number]:
    subject = next((i for i in here.clause.inputs if i.label == node.subject), None)
    codes = {o.label: o.identifier for o in subject.options} if subject else {}
    codes |= {"是": "yes", "否": "no"}
    for arm in node.arms:
        code = "other" if arm.rest else "_".join(codes.get(o, o) for o in arm.options)
        word = "其余" if arm.rest else "、".join(arm.options)
        quotes = arm.quotes or here.quotes
        inside = replace(here, quotes=quotes, line=arm.text or here.line, arm=word, arm_code=code)
        for name, value in zip(names, arm.values, strict=False):
            yield from _value(value, replace(inside, owner=name))


def _head(text: str) -> str:
    return text.replace("：", ":").split(":")[0].strip()


# -- expressions ---------------------------------------------------------------------------------------------


def _value(node: t.Expr, here: _Around) -> Iterator[Number]:  # noqa: C901 - one arm a kind of node
    """The numbers of the value of a name: a plain amount there is what is awarded."""
    owner = here.owner
    match node:
        case t.Literal():
            yield from _literal(node, Role.AWARD, f"{owner}的数额", here)
        case t.UpTo(limit=t.Literal() as limit):
            yield from _literal(limit, Role.AWARD, f"{owner}最多给多少", here)
        case t.UpTo(limit=limit):
            yield from _value(limit, here)
        case t.RateOf(base=base, rate=rate, how=how, at=at, months=months):
            yield from _part(base, here)
            if isinstance(rate, int):
                word = "年化利率" if months else _RATE_WORDS[how]
                label = f"{owner}：{_words(base)}的{word}"
                yield here.number(Role.RATE, t.Kind.RATE, rate, Place(at, "rate"), label, how=how)
        case t.Cap(value=value, limit=limit, word=word):
            yield from _value(value, here)
            label = f"{owner}：{'每项' if here.per_item else ''}{word}"
            yield from _bound(limit, Role.CAP, label, here)
        case t.Floor(value=value, least=least):
            yield from _value(value, here)
            yield from _bound(least, Role.FLOOR, f"{owner}：不低于", here)
        case t.Once(value=value) | t.AfterGrant(value=value):
            yield from _value(value, here)
        case t.OnlyIf(value=value, test=test):
            yield from _value(value, here)
            yield from _test(test, here)
        case t.SumOver(body=body):
            yield from _value(body, replace(here, per_item=True))
        case t.Sum():
            yield from _sum(node, here)
        case t.AddMonths(day=day, months=months, at=at):
            yield from _part(day, here)
            name = _name(day)
            label = f"{owner}：{name}起满多久"
            yield here.number(Role.MONTHS, t.Kind.MONTHS, months, Place(at, "months"), label, subject=name)
        case t.WholeMonths(first=first, until=until):
            yield from _part(first, here)
            yield from _part(until, here)


def _part(node: t.Expr, here: _Around) -> Iterator[Number]:
    """The numbers of a part of a value: a plain number there is counted with, not awarded."""
    if isinstance(node, t.Literal):
        yield from _literal(node, Role.AMOUNT, f"{here.owner or '条件'}：用到的{node.kind}", here, name=here.owner or "条件")
    else:
        yield from _value(node, here)


def _sum(node: t.Sum, here: _Around) -> Iterator[Number]:
    subject = _name(node.first)
    for minus, term in ((False, node.first), *node.rest):
        if isinstance(term, t.Literal):
            label = f"{here.owner}：{'减去' if minus else '加上'}的数额"
            yield from _literal(term, Role.AMOUNT, label, here, subject=subject)
        else:
            yield from _value(term, here)


def _bound(node: t.Expr, role: Role, label: str, here: _Around) -> Iterator[Number]:
    if isinstance(node, t.Literal):
        yield from _literal(node, role, label, here)
    else:
        yield from _value(node, here)


def _literal(
    node: t.Literal, role: Role, label: str, here: _Around, *, name: str = "", subject: str = ""
) -> Iterator[Number]:
    if node.value or node.kind is not t.Kind.MONEY:
        yield here.number(role, node.kind, node.value, Place(node.at, "value"), label, name=name, subject=subject)


_RATE_WORDS = {t.RateHow.FIXED: "比例", t.RateHow.CEILING: "最高比例", t.RateHow.FLOOR: "最低比例"}


def _name(node: t.Expr) -> str:
    match node:
        case t.Ref(name=name):
            return name
        case t.Granted(tier=tier):
            return f"{tier}实拨"
        case _:
            return ""


def _words(node: t.Expr) -> str:
    """The base of a rate in a few words."""
    match node:
        case t.Literal(value=value, kind=t.Kind.MONEY):
            return show_short(value)
        case t.Sum(first=first, rest=rest):
            return "".join([_words(first), *((" 减 " if minus else " 加 ") + _words(term) for minus, term in rest)])
        case t.RateOf(base=base) | t.Floor(value=base) | t.Cap(value=base) | t.OnlyIf(value=base):
            return _words(base)
        case _:
            return _name(node) or "基数"


# -- tests ---------------------------------------------------------------------------------------------------


def _test(node: t.Test, here: _Around) -> Iterator[Number]:
    match node:
        case t.Compare(left=left, right=right, word=word):
            for mine, other, before in ((left, right, False), (right, left, True)):
                if isinstance(mine, t.Literal):
                    name = _name(other)
                    label = f"{name}{word}多少" if before else f"多少{word}{name}"
                    yield from _tested(mine, name, label, here)
                else:
                    yield from _part(mine, here)
        case t.Within(day=day, first=first, last=last, months=months, at=at):
            name = _name(day)
            named = name or _name(first) or "日期"
            yield from _part(day, here)
            for edge, role, word in ((first, Role.FIRST, "不早于哪天"), (last, Role.LAST, "不晚于哪天")):
                if isinstance(edge, t.Literal):
                    yield from _literal(edge, role, f"{named}{word}", here, name=named)
                elif edge is not None:
                    yield from _part(edge, here)
            if last is None:
                start = _name(first)
                label = f"{name}在{start}起多久之内"
                yield here.number(
                    Role.MONTHS, t.Kind.MONTHS, months, Place(at, "months"), label, name=named, subject=start
                )
        case t.AllOf(tests=tests) | t.AnyOf(tests=tests):
            for one in tests:
                yield from _test(one, here)


def _tested(node: t.Literal, name: str, label: str, here: _Around) -> Iterator[Number]:
    """A threshold: of a condition of the whole clause, or of one share only."""
    if here.owner:
        yield from _literal(node, Role.LIMITED_TO, f"{here.owner}：仅限{label}", here, subject=name)
    else:
        yield from _literal(node, Role.CONDITION, f"条件：{label}", here, name=name, subject=name)
