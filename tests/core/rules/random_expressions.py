"""随机式子: expressions and tests as text in the policy language, of the right type by construction.

What may be named is declared when it is first used, so no input is left unused and none is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from luoqiao.core.kernel.money import WAN, YI, YUAN, parse_money, show_short
from luoqiao.core.rules.dates import encode, read_date
from luoqiao.core.rules.tree import Kind
from tests.core.rules.choosing import Choosing

TIERS = ("省级", "市级", "区级")
AMOUNTS = (
    5 * WAN, 100 * WAN, 10 * WAN, 500 * WAN, 30 * YUAN, 1000 * WAN, 2 * YI, 33_333_334, 3 * WAN + 1, 7, 1, 0,
)  # fmt: skip
RATES = ("30%", "20%", "5%", "7%", "1%", "50%", "60%", "7.01%", "33.33%", "0.01%", "100%", "150%", "0%")
SPANS = ("3年", "6个月", "1年", "18个月", "1个月")
COUNTS = ("5个", "10个", "1个", "100个", "0个")
DAYS = ("2023-01-01", "2023-12-31", "2022年6月30日", "2024-02-29", "2023-01-31", "2021-08-31")
COMPARED = ("超过", "达到", "不低于", "不满", "低于", "不超过", "不高于")
RISING = frozenset({"超过", "达到", "不低于"})
CAPS = ("最高", "单家年度最高", "单家累计最高", "单个项目最高", "单家最高")

POOLS: dict[Kind, tuple[tuple[str, str], ...]] = {
    Kind.MONEY: (("投资额", "investment"), ("服务费", "service_fee"), ("合同价", "contract_price")),
    Kind.RATE: (("约定比例", "agreed_rate"), ("配套比例", "matching_rate")),
    Kind.COUNT: (("设备台数", "machines"), ("员工人数", "staff")),
    Kind.MONTHS: (("计息月数", "months"), ("贷款月数", "loan_months")),
    Kind.DATE: (("开工日", "started_on"), ("完工日", "finished_on")),
    Kind.YES_NO: (("规上", "above_size"), ("龙头", "leading"), ("新认定", "recognised")),
    Kind.CHOICE: (("类别", "kind"), ("等级", "grade")),
    Kind.LIST: (("设备", "equipment"), ("订单", "orders")),
}
OPTIONS = {
    "类别": (("整机", "complete"), ("部件", "part"), ("软件", "software")),
    "等级": (("国家级称号", "national"), ("县级称号", "county")),
}
APPROVED = (("核定比例", "approved_rate"), ("另核比例", "other_approved_rate"))
FIELDS: dict[str, tuple[tuple[str, str, Kind], ...]] = {
    "设备": (
        ("价款", "price", Kind.MONEY),
        ("补率", "item_rate", Kind.RATE),
        ("用月", "item_months", Kind.MONTHS),
    ),
    "订单": (("运费", "freight", Kind.MONEY), ("货值", "worth", Kind.MONEY), ("件数", "pieces", Kind.COUNT)),
}


@dataclass(slots=True)
class Names:
    """What is known where one stands in the rule: intermediate names by kind, tiers that are settled."""

    kinds: dict[str, Kind] = field(default_factory=dict)
    tiers: list[str] = field(default_factory=list)

    def copy(self) -> Names:
        """The same names, to go another way from here."""
        return Names(dict(self.kinds), list(self.tiers))


class Expressions:
    """式子: writes values, chains of suffixes and tests; `declared` holds the input lines they came to need."""

    def __init__(self, choose: Choosing, depth: int) -> None:
        self.choose, self.depth = choose, depth
        self.declared: dict[str, str] = {}
        self.names = Names()
        self.silent = choose.one(("", "", "省级", "区级"))
        """A tier that this clause never settles but may speak of."""
        self.item: tuple[tuple[str, str, Kind], ...] = ()
        self.stretch: dict[str, tuple[int, int | None]] = {}
        self.loose: set[str] = set()

    # names

    def input(self, kind: Kind) -> str:
        """An input of this kind, declared when it is new."""
        label, code = self.choose.one(POOLS[kind])
        if label not in self.declared:
            self.declared[label] = self.declaration(label, code, kind)
        return label

    def declaration(self, label: str, code: str, kind: Kind) -> str:
        """The line that declares an input."""
        need, more = "输入", self.choose.one(("", "", "，凭证 合同、发票", "，提问 有没有？"))
        written: str = kind.value
        if kind is Kind.CHOICE:
            written = f"选项（{'、'.join(f'{name} {word}' for name, word in OPTIONS[label])}）"
        if kind in (Kind.YES_NO, Kind.CHOICE) and self.choose.once_in(3):
            need, more = "选填", f"{more}，缺省 {self.choose.one(self.options(label))}"
        if kind is Kind.MONEY and self.choose.once_in(8):
            need = "选填"
        below = "".join(f"\n    {name} {word}：{of.value}" for name, word, of in FIELDS.get(label, ()))
        return f"{need} {label} {code}：{written}{'' if below else more}{below}"

    def approved(self) -> str:
        """An optional rate that an officer may set."""
        label, code = self.choose.one(APPROVED)
        self.declared.setdefault(label, f"选填 {label} {code}：比例，凭证 核定文件")
        return label

    def options(self, label: str) -> tuple[str, ...]:
        """The options of a yes/no or choice input."""
        return tuple(name for name, _ in OPTIONS[label]) if label in OPTIONS else ("是", "否")

    def name(self, kind: Kind) -> str:
        """Something of this kind that has a name: a field of the item, an intermediate, an input."""
        known = [label for label, _, of in self.item if of is kind] * 2
        known += [label for label, of in self.names.kinds.items() if of is kind]
        if known and not self.choose.once_in(3):
            return self.choose.one(known)
        return self.input(kind)

    def tier(self) -> str | None:
        """A tier whose grant may be spoken of here."""
        known = [*self.names.tiers, *([self.silent] if self.silent else [])]
        return self.choose.one(known) if known else None

    def literal(self, kind: Kind) -> str:
        """An amount, a count, months or a day as the document writes it."""
        if kind is not Kind.MONEY:
            return self.choose.one(_LITERALS[kind])
        fen = self.choose.one(AMOUNTS) if not self.choose.once_in(6) else self.choose.between(1, 10**8)
        return show_short(fen)

    # values

    def term(self, kind: Kind, depth: int = 0) -> str:
        """One word or a bracket."""
        if kind is Kind.RATE:
            return self.name(kind)
        pick = self.choose.number(5)
        if pick == 0:
            return self.literal(kind)
        if pick == 1 and depth < self.depth:
            return f"（{self.value(kind, depth + 1)}）"
        if pick == 2 and kind is Kind.MONEY and (tier := self.tier()):
            return f"{tier}实拨"
        return self.name(kind)

    def value(self, kind: Kind, depth: int = 0) -> str:
        """A value without suffixes."""
        return _VALUES.get(kind, Expressions.term)(self, kind, depth)

    def money(self, kind: Kind, depth: int) -> str:
        """An amount: sum, rate of something, interest, ceiling amount, one word."""
        known = self.names.kinds.values()
        pick = self.choose.number(9)
        if (Kind.MONTHS in known or Kind.RATE in known) and self.choose.once_in(3):
            pick = 5 if Kind.MONTHS in known else 4  # what was worked out is made use of
        match pick:
            case 0:
                return self.term(kind, depth)
            case 1:
                return f"不超过 {self.term(kind, depth)}"
            case 2 | 3:
                return self.sum(kind, depth)
            case 4:
                return f"{self.term(kind, depth)} 的 {self.name(Kind.RATE)}"
            case 5:
                rate = self.choose.one(RATES)
                return f"{self.term(kind, depth)} 的 年化{rate} 计息 {self.name(Kind.MONTHS)}"
            case 6:
                word = self.choose.one(("不超过", "不高于", "不低于"))
                return f"{self.term(kind, depth)} 的 {word}{self.choose.one(RATES)}"
            case _:
                return f"{self.term(kind, depth)} 的 {self.choose.one(RATES)}"

    def sum(self, kind: Kind, depth: int) -> str:
        """甲 加 乙 减 丙."""
        parts = [self.term(kind, depth)]
        for _ in range(1 + self.choose.once_in(3)):
            parts += [self.choose.one(("加", "减")), self.term(kind, depth)]
        return " ".join(parts)

    def count(self, kind: Kind, depth: int) -> str:
        """A count: one word, or a sum."""
        return self.sum(kind, depth) if self.choose.once_in(3) else self.term(kind, depth)

    def months(self, kind: Kind, depth: int) -> str:
        """Months: one word, or whole months between two days."""
        if self.choose.once_in(2):
            return f"{self.term(Kind.DATE, depth)} 至 {self.term(Kind.DATE, depth)} 的 整月数"
        return self.term(kind, depth)

    def date(self, kind: Kind, depth: int) -> str:
        """A day, or the same day so many months on."""
        word = self.term(kind, depth)
        return f"{word} 满 {self.choose.one(SPANS)}" if self.choose.once_in(2) else word

    def chain(self, kind: Kind, *, alone: bool = True) -> str:
        """A value with its suffixes in their order; `alone` allows a sum over a list."""
        if kind is Kind.MONEY and alone and self.choose.once_in(6):
            items = self.input(Kind.LIST)
            self.item = FIELDS[items]
            text = f"逐个 {items} 相加：{self.chain(kind, alone=False)}"
            self.item = ()
            return text
        text = self.value(kind)
        if text.endswith("%") and text.rpartition(" 的 ")[2].startswith("不") and self.choose.once_in(2):
            text += f"，核定取 {self.approved()}"
        if self.choose.once_in(5):
            text += f"，不低于 {self.term(kind)}"
        for _ in range(self.choose.one((0, 0, 1, 1, 2))):
            word = self.choose.one(CAPS) if kind is Kind.MONEY else "最高"
            text += f"，{word} {self.term(kind)}"
        if kind is Kind.MONEY and self.choose.once_in(8):
            text += f"，{self.choose.one(('一次性', '单家一次性'))}"
        if kind is not Kind.DATE and self.choose.once_in(6):
            text += f"，仅限 {self.test()}"
        if kind is Kind.MONEY and self.choose.once_in(8) and (tier := self.tier()):
            text += f"，待 {tier} 兑现"
        return text

    # tests

    def test(self, depth: int = 0, *, bind: bool | None = None) -> str:
        """A test; `bind` says that a condition is written, and whether the ranges below it may lean on it."""
        word = self.choose.one(("", "", "", "且", "或"))
        if not word or depth > 1:
            return self.unit(depth, bind)
        inner = bind and word == "且" and depth == 0 if bind is not None else None
        return f" {word} ".join(self.unit(depth + 1, inner) for _ in range(self.choose.between(2, 3)))

    def unit(self, depth: int, bind: bool | None) -> str:
        """One test, or a bracket."""
        match self.choose.number(6):
            case 0 if depth < 2:
                return f"（{self.test(depth + 1, bind=None if bind is None else bind and depth == 0)}）"
            case 1 | 2:
                label = self.input(self.choose.one((Kind.YES_NO, Kind.CHOICE)))
                return f"{label} {self.choose.one(('为', '不为'))} {self.choose.one(self.options(label))}"
            case 3:
                day, first = self.term(Kind.DATE, 1), self.term(Kind.DATE, 1)
                if self.choose.once_in(2):
                    return f"{day} 在 {first} 至 {self.term(Kind.DATE, 1)} 期间"
                return f"{day} 在 {first} 起 {self.choose.one(SPANS)} 内"
            case _:
                return self.compare(bind)

    def compare(self, bind: bool | None) -> str:
        """Like with like; a condition on a name is kept satisfiable beside the others on it."""
        kind = self.choose.one(
            (Kind.MONEY, Kind.MONEY, Kind.MONEY, Kind.COUNT, Kind.DATE, Kind.MONTHS, Kind.RATE)
        )
        word = self.choose.one(COMPARED)
        if bind is not None and kind is not Kind.RATE and self.choose.number(2):
            return self.bound(kind, word, bind)
        left, right = self.term(kind, 1), self.term(kind, 1)
        if bind is not None and _is_literal(right):
            left, right = right, left
        return f"{left} {word} {right}"

    def bound(self, kind: Kind, word: str, bind: bool) -> str:
        """投资额 超过 5万元, remembered so that later conditions and ranges stay possible."""
        name, text = self.name(kind), self.literal(kind)
        number = (
            parse_money(text) if kind is Kind.MONEY else encode(read_date(text)) if kind is Kind.DATE else 0
        )
        if kind in (Kind.COUNT, Kind.MONTHS):
            number = int(text.rstrip("个月年")) * (12 if text.endswith("年") else 1)
        least, most = self.stretch.get(name, (0, None))
        if word in RISING:
            least = max(least, number + (word == "超过"))
        else:
            high = number - (word in ("不满", "低于"))
            most = high if most is None else min(most, high)
        if most is not None and least > most:
            return f"{text} {word} {name}"
        self.stretch[name] = (least, most)
        if not bind:
            self.loose.add(name)
        return f"{name} {word} {text}"


def _is_literal(term: str) -> bool:
    inner = term.strip("（）")
    return inner[0].isdigit() and " " not in inner


_LITERALS: dict[Kind, tuple[str, ...]] = {Kind.COUNT: COUNTS, Kind.MONTHS: SPANS, Kind.DATE: DAYS}
_VALUES: dict[Kind, Callable[[Expressions, Kind, int], str]] = {
    Kind.MONEY: Expressions.money, Kind.COUNT: Expressions.count, Kind.MONTHS: Expressions.months,
    Kind.DATE: Expressions.date,
}  # fmt: skip
