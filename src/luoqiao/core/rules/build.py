"""从一行的分析树到语法树: Lark's tree of one logical line becomes our typed nodes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from lark import Token, Transformer, v_args
from lark.tree import Meta

from luoqiao.core.kernel.money import NotMoney, parse_money
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.dates import encode, read_date
from luoqiao.core.rules.problems import RuleFault

_CAP_UNITS = {
    "最高": t.CapUnit.CASE, "单家年度最高": t.CapUnit.ENTERPRISE_YEAR, "单家累计最高": t.CapUnit.ENTERPRISE,
    "单家最高": t.CapUnit.ENTERPRISE_OPEN, "单个项目最高": t.CapUnit.PROJECT,
}  # fmt: skip
_ONCE_UNITS = {"一次性": t.CapUnit.SUBJECT, "单家一次性": t.CapUnit.ENTERPRISE}
MOST_MONTHS = 1200


def tier_of_granted(word: str) -> str:
    """市级实拨 → 市级."""
    return word.removesuffix("实拨")


@v_args(meta=True)
class Builder(Transformer[Token, Any]):
    """Builds the nodes of one logical line; raises RuleFault at the place of a literal that cannot stand."""

    def __init__(self, number: int, text: str, raw: str) -> None:
        super().__init__()
        self.number, self.text, self.raw = number, text.strip(), raw

    def _at(self, meta: Meta) -> t.At:
        if meta.empty:
            return t.At(self.number)
        return t.At(self.number, meta.column, meta.end_column)

    def _token_at(self, token: Token) -> t.At:
        return t.At(self.number, token.column or 0, token.end_column or 0)

    # literals

    def money(self, meta: Meta, c: list[Token]) -> t.Literal:
        return self._money(c[0])

    def _money(self, token: Token) -> t.Literal:
        try:
            return t.Literal(parse_money(token), t.Kind.MONEY, str(token), self._token_at(token))
        except NotMoney as error:
            raise RuleFault("LQ-1110", error.message, self._token_at(token)) from None

    def name(self, meta: Meta, c: list[Token]) -> t.Ref:
        return t.Ref(str(c[0]), self._token_at(c[0]))

    def granted(self, meta: Meta, c: list[Token]) -> t.Granted:
        return t.Granted(tier_of_granted(c[0]), self._token_at(c[0]))

    def _months(self, token: Token) -> int:
        text = token.replace(" ", "")
        months = int(text[:-1]) * 12 if text.endswith("年") else int(text[:-2])
        if months > MOST_MONTHS:
            raise RuleFault("LQ-1111", f"{token} 太长，最多 100年（1200个月）", self._token_at(token))
        return months

    def span(self, meta: Meta, c: list[Token]) -> t.Literal:
        return t.Literal(self._months(c[0]), t.Kind.MONTHS, str(c[0]), self._token_at(c[0]))

    def count(self, meta: Meta, c: list[Token]) -> t.Literal:
        return t.Literal(int(c[0].rstrip("个 ")), t.Kind.COUNT, str(c[0]), self._token_at(c[0]))

    def _date(self, token: Token) -> date:
        try:
            return read_date(token)
        except ValueError:
            raise RuleFault("LQ-1112", f"没有 {token} 这一天", self._token_at(token)) from None

    def day(self, meta: Meta, c: list[Token]) -> t.Literal:
        return t.Literal(encode(self._date(c[0])), t.Kind.DATE, str(c[0]), self._token_at(c[0]))

    def _rate(self, token: Token) -> int:
        rate = Decimal(token.rstrip("% ")) * 100
        if rate != rate.to_integral_value():
            raise RuleFault("LQ-1113", f"{token} 太细，比例最多写到万分之一，如 7.25%", self._token_at(token))
        if rate > 100 * t.RATE_SCALE:
            raise RuleFault("LQ-1113", f"{token} 太大，比例不能超过 10000%", self._token_at(token))
        return int(rate)

    def bracket(self, meta: Meta, c: list[Any]) -> t.Expr:
        inner: t.Expr = c[1]
        return inner

    def bracket_test(self, meta: Meta, c: list[Any]) -> t.Test:
        inner: t.Test = c[1]
        return inner

    # expressions

    def sign(self, meta: Meta, c: list[Token]) -> bool:
        return c[0].type == "MINUS"

    def sum(self, meta: Meta, c: list[Any]) -> t.Sum:
        return t.Sum(c[0], tuple(zip(c[1::2], c[2::2], strict=True)), self._at(meta))

    def fixed_rate(self, meta: Meta, c: list[Any]) -> t.RateOf:
        return t.RateOf(c[0], self._rate(c[1]), t.RateHow.FIXED, self._at(meta))

    def named_rate(self, meta: Meta, c: list[Any]) -> t.RateOf:
        return t.RateOf(c[0], str(c[1]), t.RateHow.FIXED, self._at(meta))

    def ceiling_rate(self, meta: Meta, c: list[Any]) -> t.RateOf:
        return t.RateOf(c[0], self._rate(c[2]), t.RateHow.CEILING, self._at(meta), word=str(c[1]))

    def floor_rate(self, meta: Meta, c: list[Any]) -> t.RateOf:
        return t.RateOf(c[0], self._rate(c[2]), t.RateHow.FLOOR, self._at(meta), word=str(c[1]))

    def interest(self, meta: Meta, c: list[Any]) -> t.RateOf:
        return t.RateOf(c[0], self._rate(c[1]), t.RateHow.FIXED, self._at(meta), months=str(c[2]))

    def up_to(self, meta: Meta, c: list[Any]) -> t.UpTo:
        return t.UpTo(c[1], self._at(meta))

    def add_months(self, meta: Meta, c: list[Any]) -> t.AddMonths:
        return t.AddMonths(c[0], self._months(c[1]), self._at(meta))

    def whole_months(self, meta: Meta, c: list[Any]) -> t.WholeMonths:
        return t.WholeMonths(c[0], c[1], self._at(meta))

    def sum_over(self, meta: Meta, c: list[Any]) -> t.SumOver:
        return t.SumOver(str(c[0]), c[2], self._at(meta))

    # suffixes: (rank, maker); the rank keeps the order of language.md §4

    def approved(self, meta: Meta, c: list[Token]) -> tuple[int, str, Any]:
        return 0, "核定取", str(c[0])

    def floor(self, meta: Meta, c: list[Any]) -> tuple[int, str, Any]:
        return 1, "不低于", c[1]

    def cap(self, meta: Meta, c: list[Any]) -> tuple[int, str, Any]:
        return 2, str(c[0]), c[1]

    def once(self, meta: Meta, c: list[Token]) -> tuple[int, str, Any]:
        return 3, str(c[0]), None

    def only_if(self, meta: Meta, c: list[Any]) -> tuple[int, str, Any]:
        return 4, "仅限", c[0]

    def after_grant(self, meta: Meta, c: list[Token]) -> tuple[int, str, Any]:
        return 5, "待", str(c[0])

    def with_suffix(self, meta: Meta, c: list[Any]) -> t.Expr:
        value, (rank, word, argument), at = c[0], c[2], self._at(meta)
        before = _rank(value)
        if before is not None and before[0] > rank:
            message = f"“{word}”要写在“{before[1]}”前面；次序是 核定取、不低于、最高、一次性、仅限、待…兑现"
            raise RuleFault("LQ-1120", message, at)
        match rank:
            case 0:
                if not (isinstance(value, t.RateOf) and value.how is not t.RateHow.FIXED and not value.approved):
                    message = "“核定取”只能紧跟在 的不超过N% 或 的不低于N% 后面"
                    raise RuleFault("LQ-1121", message, at)
                return t.RateOf(value.base, value.rate, value.how, value.at, argument, value.months, value.word)
            case 1:
                return t.Floor(value, argument, at)
            case 2:
                return t.Cap(value, argument, _CAP_UNITS[word], at, word)
            case 3:
                return t.Once(value, _ONCE_UNITS[word], at)
            case 4:
                return t.OnlyIf(value, argument, at)
            case _:
                return t.AfterGrant(value, argument, at)

    # tests

    def compare_word(self, meta: Meta, c: list[Token]) -> str:
        return str(c[0])

    def compare(self, meta: Meta, c: list[Any]) -> t.Compare:
        return t.Compare(c[0], t.OP_WORDS[c[1]], c[2], c[1], self._at(meta))

    def is_test(self, meta: Meta, c: list[Any]) -> t.Is:
        return t.Is(str(c[0]), str(c[2]), False, self._at(meta))

    def is_not(self, meta: Meta, c: list[Any]) -> t.Is:
        return t.Is(str(c[0]), str(c[2]), True, self._at(meta))

    def within(self, meta: Meta, c: list[Any]) -> t.Within:
        return t.Within(c[0], c[1], c[2], 0, self._at(meta))

    def within_span(self, meta: Meta, c: list[Any]) -> t.Within:
        return t.Within(c[0], c[1], None, self._months(c[2]), self._at(meta))

    def all_of(self, meta: Meta, c: list[Any]) -> t.AllOf:
        return t.AllOf(tuple(c), self._at(meta))

    def any_of(self, meta: Meta, c: list[Any]) -> t.AnyOf:
        return t.AnyOf(tuple(c), self._at(meta))

    # arms

    def less_than(self, meta: Meta, c: list[Any]) -> tuple[int, bool]:
        return self._money(c[1]).value, False

    def at_most(self, meta: Meta, c: list[Any]) -> tuple[int, bool]:
        return self._money(c[0]).value, True

    def at_least(self, meta: Meta, c: list[Any]) -> tuple[Any, ...]:
        return (self._money(c[0]).value, True, *(c[3] if len(c) > 2 else (None, False)))

    def more_than(self, meta: Meta, c: list[Any]) -> tuple[Any, ...]:
        return (self._money(c[1]).value, False, *(c[3] if len(c) > 2 else (None, False)))

    def only_upper(self, meta: Meta, c: list[Any]) -> tuple[Any, ...]:
        return (None, False, *c[0])

    def rest(self, meta: Meta, c: list[Any]) -> None:
        return None

    def range_arm(self, meta: Meta, c: list[Any]) -> t.RangeArm:
        values = tuple(v for v in c[2:] if not isinstance(v, Token))
        low, low_in, high, high_in = c[0] or (None, False, None, False)
        return t.RangeArm(low, low_in, high, high_in, values, self.text, self._at(meta), rest=c[0] is None)

    def choice_arm(self, meta: Meta, c: list[Any]) -> t.ChoiceArm:
        colon = next(i for i, v in enumerate(c) if isinstance(v, Token) and v.type == "COLON")
        names = tuple(str(v) for v in c[:colon] if v.type == "NAME")
        values = tuple(v for v in c[colon + 1 :] if not isinstance(v, Token))
        return t.ChoiceArm(names, values, self.text, self._at(meta))

    def rest_arm(self, meta: Meta, c: list[Any]) -> t.ChoiceArm:
        values = tuple(v for v in c[2:] if not isinstance(v, Token))
        return t.ChoiceArm((), values, self.text, self._at(meta), rest=True)

    # inputs

    def declaration(self, meta: Meta, c: list[Token]) -> tuple[str, str, t.At]:
        return str(c[0]), str(c[1]), self._at(meta)

    def declarations(self, meta: Meta, c: list[Any]) -> list[tuple[str, str, t.At]]:
        return [d for d in c if isinstance(d, tuple)]

    def simple_type(self, meta: Meta, c: list[Token]) -> tuple[t.Kind, tuple[t.ChoiceOption, ...]]:
        return t.Kind(str(c[0])), ()

    def choice_type(self, meta: Meta, c: list[Any]) -> tuple[t.Kind, tuple[t.ChoiceOption, ...]]:
        return t.Kind.CHOICE, tuple(t.ChoiceOption(label, code) for label, code, _ in c[2])

    def evidence(self, meta: Meta, c: list[Token]) -> tuple[str, tuple[str, ...]]:
        return "evidence", tuple(str(v) for v in c if v.type == "NAME")

    def question(self, meta: Meta, c: list[Token]) -> tuple[str, str]:
        token = c[1]
        return "question", self.raw[(token.column or 1) - 1 : (token.end_column or 1) - 1].removeprefix("提问").strip()

    def default(self, meta: Meta, c: list[Token]) -> tuple[str, str]:
        return "default", str(c[1])

    def input(self, meta: Meta, c: list[Any]) -> list[t.Input]:
        return self._inputs(t.Need(str(c[0])), c[1], c[3], dict(c[4:]))

    def field(self, meta: Meta, c: list[Any]) -> list[t.Input]:
        return self._inputs(t.Need.NEEDED, c[0], c[2], dict(c[3:]))

    @staticmethod
    def _inputs(need: t.Need, declared: list[Any], kind: Any, extra: dict[str, Any]) -> list[t.Input]:
        return [
            t.Input(label, code, need, kind[0], at, extra.get("evidence", ()), extra.get("question", ""),
                    extra.get("default", ""), kind[1])
            for label, code, at in declared
        ]  # fmt: skip

    # statements

    def names(self, meta: Meta, c: list[Token]) -> tuple[str, ...]:
        return tuple(str(v) for v in c if v.type == "NAME")

    def condition(self, meta: Meta, c: list[Any]) -> t.Condition:
        return t.Condition(c[0], self._at(meta), self.text)

    def define(self, meta: Meta, c: list[Any]) -> t.Define:
        return t.Define(c[0], c[2], self._at(meta), self.text)

    def by_range(self, meta: Meta, c: list[Any]) -> t.Define:
        return t.Define(c[0], t.ByRange(str(c[2]), (), self._at(meta)), self._at(meta), self.text)

    def by_choice(self, meta: Meta, c: list[Any]) -> t.Define:
        return t.Define(c[0], t.ByChoice(str(c[2]), (), self._at(meta)), self._at(meta), self.text)

    def split(self, meta: Meta, c: list[Any]) -> t.Split:
        parts = tuple(int(p) for p in c[1].replace(" ", "").split(":"))
        return t.Split(str(c[0]), parts, c[2], str(c[4]), self._at(meta), self.text)

    def reading(self, meta: Meta, c: list[Token]) -> t.ReadingSwitch:
        return t.ReadingSwitch(str(c[0]), (), self._at(meta), self.text)

    def during(self, meta: Meta, c: list[Token]) -> t.During:
        return t.During(self._date(c[0]), self._date(c[1]), (), self._at(meta), self.text)

    def payee(self, meta: Meta, c: list[Token]) -> t.Payee:
        names = [str(v) for v in c if v.type == "NAME"]
        tier, label = names if len(names) == 2 else ("", names[0])
        return t.Payee(tier, label, str(c[-1]), self._at(meta), self.text)

    def uncoded(self, meta: Meta, c: list[Token]) -> t.Uncoded:
        return t.Uncoded(c[0].partition(":")[2].strip(), self._at(meta), self.text)

    def nothing(self, meta: Meta, c: list[Token]) -> t.Nothing:
        return t.Nothing(self._at(meta), self.text)


def _rank(value: t.Expr) -> tuple[int, str] | None:
    match value:
        case t.AfterGrant():
            return 5, "待…兑现"
        case t.OnlyIf():
            return 4, "仅限"
        case t.Once():
            return 3, "一次性"
        case t.Cap(word=word):
            return 2, word
        case t.Floor():
            return 1, "不低于"
        case _:
            return None
