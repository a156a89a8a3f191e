"""随机案件: cases of the fourteen clauses, crowded at the limits of the document, one fen below and above.

The limits stand here by hand, so that a limit lost from a rule is still aimed at.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

from hypothesis import strategies as st

from tests.oracle.luojiang import CLAUSES, FIRST_DAY, LAST_DAY

Facts = dict[str, object]
Earlier = dict[tuple[str, str], int]

YUAN, WAN = 100, 1_000_000
MOST = 10**15
"""10 万亿元, in fen."""
IN_FORCE = date(2023, 6, 30)
"""A day in the middle of the programme."""

LIMITS: Mapping[str, tuple[int | Fraction, ...]] = {
    "annual_service_fee": (5 * WAN, Fraction(10 * WAN * 10, 3), Fraction(10 * WAN * 10, 3) + 5 * WAN),
    "production_equipment_investment": (Fraction(200 * WAN * 100, 7), Fraction(100 * WAN * 100, 7)),
    "production_investment": (Fraction(200 * WAN * 100, 7), Fraction(100 * WAN * 100, 7)),
    "provincial_base": (10_000 * WAN, 20_000 * WAN, 4_000 * WAN),
    "principal": (600 * WAN, WAN),
    "market_unit_price": (
        Fraction(200 * WAN * 10, 6),
        Fraction(100 * WAN * 10, 3),
        Fraction(100 * WAN * 10, 6),
    ),
    "batch_contract_price": (50 * WAN, Fraction(20 * WAN * 10, 3), 100 * WAN),
    "approved_project_fund": (200 * WAN, 100 * WAN),
    "last_year_service_expenditure": (Fraction(10 * WAN * 10, 3), 10 * WAN),
    "completed_investment": (500 * WAN, 1000 * WAN, 2000 * WAN),
    "provincial_iot_subsidy": (50 * WAN,),
    "annual_transaction": (50_000 * WAN, 100_000 * WAN, 300_000 * WAN),
    "it_investment": (1000 * WAN, Fraction(20 * WAN * 10, 3), 100 * WAN),
}
"""Amounts at which a condition turns, an arm begins or a cap is reached, in fen."""

CAPS = tuple(wan * WAN for wan in (2, 5, 10, 15, 20, 30, 50, 90, 100, 200, 300, 500, 1000))
PAID_BEFORE: Mapping[str, tuple[int, ...]] = {
    "cloud_adoption": (2 * WAN, 2 * WAN, 10 * WAN),
    "technology_upgrade": (200 * WAN, 500 * WAN, 1000 * WAN),
    "five_g_demo": (20 * WAN,),
    "supply_chain_platform": (5 * WAN, 10 * WAN, 15 * WAN, 30 * WAN, 90 * WAN),
}
"""Caps over several cases, in fen."""
YES_NO = (
    "premium_subsidy",
    "provincial_iot_demo",
    "provincial_leading_enterprise",
    "provincial_key_project",
    "partner_bank",
    "district_entity_succeeded",
)
WORDS: Mapping[str, tuple[str, ...]] = {
    "kind": ("complete", "key_component"),
    "event": ("new", "recheck_passed"),
    "provincial_grade": ("domestic", "provincial"),
}


@dataclass(frozen=True, slots=True)
class Posed:
    """一案: everything that one evaluation is given; facts in the JSON form."""

    clause: str
    facts: Facts
    on: date
    readings: dict[str, str] = field(default_factory=dict)
    earlier: Earlier = field(default_factory=dict)

    def with_facts(self, **facts: object) -> "Posed":
        """The same case with some facts changed."""
        return replace(self, facts={**self.facts, **facts})

    def without(self, *names: str) -> "Posed":
        """The same case with some facts left out."""
        return replace(self, facts={name: value for name, value in self.facts.items() if name not in names})


def written(fen: int) -> str:
    """分写成元: as in JSON."""
    return f"{fen // YUAN}.{fen % YUAN:02d}"


def in_fen(yuan: object) -> int:
    """元读成分: from JSON."""
    whole, _, cents = str(yuan).partition(".")
    return int(whole) * YUAN + int(cents or 0)


@cache
def amounts(*limits: int | Fraction) -> st.SearchStrategy[int]:
    """金额: within two fen of a limit, small, around the size of the limits, or as large as is allowed."""
    near = st.builds(
        lambda limit, step: max(0, int(limit) + step),
        st.sampled_from(limits or CAPS),
        st.integers(-2, 2),
    )
    usual = st.integers(0, 2 * int(max(limits or CAPS)))
    tiny, huge = st.integers(0, 2000), st.one_of(st.integers(MOST - 2, MOST), st.integers(0, MOST))
    return st.one_of(near, near, near, usual, usual, tiny, huge)


@cache
def days() -> st.SearchStrategy[date]:
    """日期: while the programme is in force, at its ends, one day outside."""
    ends = [FIRST_DAY, LAST_DAY, FIRST_DAY - timedelta(1), LAST_DAY + timedelta(1)]
    return st.one_of(st.just(IN_FORCE), st.dates(FIRST_DAY, LAST_DAY), st.sampled_from(ends))


@cache
def readings_of(clause: str) -> st.SearchStrategy[dict[str, str]]:
    """读法: any option of any question that moves money; a question left out is read by default."""
    questions = CLAUSES[clause].questions
    options = (st.sampled_from(["", *letters]) for letters in questions.values())
    return st.tuples(*options).map(
        lambda chosen: {
            question: letter for question, letter in zip(questions, chosen, strict=True) if letter
        }
    )


@cache
def earlier_of(clause: str) -> st.SearchStrategy[Earlier]:
    """此前已得: nothing, something, or close to a cap."""
    caps = PAID_BEFORE.get(clause, (200 * WAN,))
    got = st.one_of(st.none(), amounts(*caps), st.integers(1, min(caps)), st.integers(1, 100))
    keys = CLAUSES[clause].earlier
    some = st.tuples(*[got] * len(keys)).map(
        lambda paid: {key: fen for key, fen in zip(keys, paid, strict=True) if fen is not None}
    )
    return st.one_of(st.just({}), some, some)


def three_years_on(day: date) -> date:
    """满三年: the same date three years on, or the day after February where it does not exist."""
    try:
        return day.replace(year=day.year + 3)
    except ValueError:
        return date(day.year + 3, 3, 1)


@st.composite
def drawdowns(draw: st.DrawFn) -> Facts:
    """提款: first and present drawdown, crowded at the first day, at three years, and at the ends of 2023."""
    leap = st.sampled_from([date(2020, 2, 29), date(2020, 12, 31), date(2020, 1, 31)])
    first = draw(st.one_of(st.dates(date(2019, 12, 1), date(2023, 12, 31)), leap))
    turns = [first, three_years_on(first), date(2023, 1, 1), date(2023, 12, 31), date(2023, 12, 31)]
    near = st.builds(lambda day, step: day + timedelta(step), st.sampled_from(turns), st.integers(-2, 2))
    inside = st.dates(first, three_years_on(first))
    drawn = draw(st.one_of(near, inside, inside))
    months = draw(st.one_of(st.integers(0, 40), st.integers(0, 1200)))
    return {"first_drawdown_on": first.isoformat(), "drawdown_on": drawn.isoformat(), "months": months}


def rates(at_least: bool) -> st.SearchStrategy[str]:
    """核定比例: at most 7 %, or at least 7 % under X-01 B; four decimals."""
    low, high = (700, 10_000) if at_least else (0, 700)
    scaled = st.one_of(st.integers(low, high), st.sampled_from([low, 700, 699 if high == 700 else 701]))
    return scaled.map(lambda number: f"{number // 10_000}.{number % 10_000:04d}")


@cache
def fact(name: str, at_least: bool = False) -> st.SearchStrategy[object]:
    """一项事实: a value for the input; `at_least` when an approved rate has a floor (X-01 B)."""
    if name in YES_NO or name in ("newly_recognised", "solver_in_district"):
        likely = name != "provincial_iot_demo"
        return st.sampled_from([likely, likely, likely, not likely])
    if name in WORDS:
        return st.sampled_from(WORDS[name])
    if name == "city_approved_rate":
        return rates(at_least)
    if name == "apps":
        spent = amounts(*LIMITS["last_year_service_expenditure"]).map(written)
        return st.lists(st.fixed_dictionaries({"last_year_service_expenditure": spent}), max_size=4)
    if name.startswith("granted_"):
        return st.one_of(st.just(0), amounts()).map(written)
    return amounts(*LIMITS[name]).map(written)


@st.composite
def cases(draw: st.DrawFn, clause: str | None = None, *, at_random_day: bool = True) -> Posed:
    """案件: a case whose needed facts are all known; optional facts and grants come and go."""
    chosen = clause if clause is not None else draw(st.sampled_from(sorted(CLAUSES)))
    entry = CLAUSES[chosen]
    readings = draw(readings_of(chosen))
    at_least = readings.get("X-01") == "B"
    facts: Facts = draw(drawdowns()) if "drawdown_on" in entry.needed else {}
    for name in entry.needs(readings, facts):
        if name not in facts:
            facts[name] = draw(fact(name, at_least))
    for name in entry.optional:
        if name not in facts and draw(st.booleans()):
            facts[name] = draw(fact(name, at_least))
    for name in entry.needs(readings, facts):
        if name not in facts:
            facts[name] = draw(fact(name, at_least))
    on = draw(days()) if at_random_day else IN_FORCE
    return Posed(chosen, facts, on, readings, draw(earlier_of(chosen)))
