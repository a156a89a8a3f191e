"""验算用的纸笔: one case laid out for working by hand: exact fractions, earlier grants, actual grants.

Nothing here comes from the package under test. Money is a `Fraction` counted in fen until a tier is settled.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

PROVINCE, CITY, DISTRICT, WHOLE = "省级", "市级", "区级", "补助总额"
YEARLY, PROGRAMME, PROJECT, OBJECT = "单家年度", "单家累计", "单个项目", "对象"
IDENTIFIERS = {PROVINCE: "province", CITY: "city", DISTRICT: "district"}

HALF = Fraction(1, 2)


class NotKnownError(Exception):
    """事实不全: the oracle answers only cases whose needed facts are all given."""


class NotAllowedError(Exception):
    """录入有误: a fact that the clause cannot accept, such as an approved rate above the ceiling."""


def yuan(amount: int) -> Fraction:
    """元: an amount of yuan, in fen."""
    return Fraction(amount * 100)


def wan(amount: int) -> Fraction:
    """万元: an amount of ten thousand yuan, in fen."""
    return yuan(amount * 10_000)


def yi(amount: int) -> Fraction:
    """亿元: an amount of a hundred million yuan, in fen."""
    return wan(amount * 10_000)


def percent(number: int) -> Fraction:
    """百分之…: a rate."""
    return Fraction(number, 100)


def to_fen(amount: Fraction) -> int:
    """四舍五入到分: half a fen goes up (G5)."""
    return math.floor(amount + HALF)


@dataclass(frozen=True, slots=True)
class Case:
    """一案: the facts of one case, with the date, the readings and what was paid before it."""

    facts: Mapping[str, object]
    on: date
    readings: Mapping[str, str]
    earlier: Mapping[tuple[str, str], int]

    def money(self, name: str) -> Fraction:
        """金额: a fact written in yuan, as fen."""
        return money_of(self._given(name), name)

    def rate(self, name: str) -> Fraction | None:
        """比例: an optional rate."""
        given = self.facts.get(name)
        return None if given is None else Fraction(str(given))

    def yes(self, name: str) -> bool:
        """是否: a fact that is yes or no."""
        given = self._given(name)
        if not isinstance(given, bool):
            raise NotAllowedError(name)
        return given

    def word(self, name: str, *words: str) -> str:
        """选项: one of the words."""
        given = self._given(name)
        if given not in words:
            raise NotAllowedError(name)
        return str(given)

    def optional_word(self, name: str, *words: str) -> str | None:
        """选填的选项: one of the words, or nothing."""
        return None if self.facts.get(name) is None else self.word(name, *words)

    def day(self, name: str) -> date:
        """日期: a day."""
        return date.fromisoformat(str(self._given(name)))

    def count(self, name: str) -> int:
        """个数、月数: a whole number."""
        given = self._given(name)
        if not isinstance(given, int) or isinstance(given, bool):
            raise NotAllowedError(name)
        return given

    def items(self, name: str) -> list[Mapping[str, object]]:
        """清单: a list of items."""
        given = self._given(name)
        if not isinstance(given, list):
            raise NotAllowedError(name)
        return given

    def reads(self, question: str) -> str:
        """读法: the option that applies, A unless decided otherwise."""
        return self.readings.get(question, "A")

    def before(self, what: str, unit: str) -> int:
        """此前: what was already granted, in fen."""
        return self.earlier.get((what, unit), 0)

    def left(self, cap: Fraction, what: str, unit: str) -> Fraction:
        """余额: what earlier grants leave of a cap."""
        return max(Fraction(0), cap - self.before(what, unit))

    def once(self, amount: Fraction, what: str, unit: str = OBJECT) -> Fraction:
        """一次性: nothing when anything was granted before."""
        return Fraction(0) if self.before(what, unit) > 0 else amount

    def granted(self, tier: str) -> int | None:
        """实拨: what the tier actually granted, where known."""
        given = self.facts.get(f"granted_{IDENTIFIERS[tier]}")
        if given is None:
            return None
        return to_fen(money_of(given, tier))

    def settle(self, tier: str, amount: Fraction) -> int:
        """定额: the tier's share: the actual grant where known (G4), else the rule's amount to the fen."""
        granted = self.granted(tier)
        return to_fen(amount) if granted is None else granted

    def on_top_of(self, tier: str, amount: Fraction) -> Fraction:
        """在…的基础上: nothing where the upper tier is known to have granted nothing (X-26)."""
        return Fraction(0) if self.granted(tier) == 0 else amount

    def _given(self, name: str) -> object:
        given = self.facts.get(name)
        if given is None:
            raise NotKnownError(name)
        return given


def money_of(given: object, name: str) -> Fraction:
    """金额: yuan as text, to fen; a fraction of a fen is not money."""
    if given is None:
        raise NotKnownError(name)
    fen = Fraction(Decimal(str(given))) * 100
    if fen < 0 or fen.denominator != 1:
        raise NotAllowedError(name)
    return fen
