"""验算: what 泉洛政办〔2022〕31号 gives one applicant, worked out by hand in exact fractions.

Written from the document and its domain report, never from the rule files, and without the package under
test, so that the two can be compared to the fen. It answers only cases whose needed facts are all known.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from tests.oracle import clauses
from tests.oracle.hand import Case, NotAllowedError, NotKnownError

__all__ = ["CLAUSES", "FIRST_DAY", "LAST_DAY", "TIERS", "NotAllowedError", "NotKnownError", "judge"]

FIRST_DAY, LAST_DAY = date(2022, 6, 30), date(2023, 12, 31)
TIERS = {"省级": "province", "市级": "city", "区级": "district"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """结论: outcome and the share of each tier in fen."""

    outcome: str
    shares: Mapping[str, int]

    @property
    def total(self) -> int:
        """合计: all tiers together, in fen."""
        return sum(self.shares.values())


@dataclass(frozen=True, slots=True)
class Clause:
    """条款: the hand calculation, the facts it needs and may be given, the questions that move its money."""

    work_out: Callable[[Case], clauses.Shares | None]
    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()
    questions: Mapping[str, str] = field(default_factory=dict)
    earlier: tuple[tuple[str, str], ...] = ()
    needed_under: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    needed_with: Mapping[tuple[str, object], tuple[str, ...]] = field(default_factory=dict)

    def needs(self, readings: Mapping[str, str], facts: Mapping[str, object]) -> tuple[str, ...]:
        """The facts needed under these readings beside these facts."""
        under = (name for decided in readings.items() for name in self.needed_under.get(decided, ()))
        beside = (
            more
            for (name, value), names in self.needed_with.items()
            if facts.get(name) == value
            for more in names
        )
        return (*self.needed, *under, *beside)

    def accepts(self, name: str) -> bool:
        """Is the fact one that the clause speaks of?"""
        return name in self.needed or name in self.optional


REFUSED = Verdict("not_entitled", dict.fromkeys(TIERS.values(), 0))


def judge(
    clause: str,
    facts: Mapping[str, object],
    *,
    on: date,
    readings: Mapping[str, str] | None = None,
    earlier: Mapping[tuple[str, str], int] | None = None,
) -> Verdict:
    """判一案: facts in the JSON form (money as text in yuan); raises NotKnownError, NotAllowedError."""
    entry = CLAUSES[clause]
    for name in facts:
        if not entry.accepts(name):
            raise NotAllowedError(name)
    if not FIRST_DAY <= on <= LAST_DAY:
        return REFUSED
    shares = entry.work_out(Case(facts, on, readings or {}, earlier or {}))
    if shares is None or sum(shares.values()) == 0:
        return REFUSED
    return Verdict("entitled", {name: shares.get(tier, 0) for tier, name in TIERS.items()})


_FIRST_SET = ("kind", "market_unit_price", "batch_contract_price")
_ONE_OFF_PRIZES = (("市级", "对象"), ("区级", "对象"))
_RECOGNISED = (("省级", "对象"), ("区级", "对象"))
_RECHECKED = (*_RECOGNISED, ("市级", "对象"))

CLAUSES: Mapping[str, Clause] = {
    "cloud_adoption": Clause(
        clauses.cloud_adoption,
        ("annual_service_fee",),
        ("granted_city",),
        {"X-11": "AB", "X-12": "AB"},
        (("市级", "单家年度"), ("区级", "单家年度"), ("区级", "单家累计")),
    ),
    "technology_upgrade": Clause(
        clauses.technology_upgrade,
        ("production_equipment_investment", "provincial_base", "provincial_leading_enterprise"),
        ("production_investment", "city_approved_rate", "granted_province", "granted_city"),
        {"X-01": "AB", "X-02": "AB", "X-03": "ABC", "X-22": "AB"},
        (("省级", "单家年度"), ("市级", "单家年度"), ("省级", "单家累计"), ("市级", "单家累计")),
        {("X-02", "B"): ("production_investment",)},
    ),
    "upgrade_loan_interest": Clause(
        clauses.upgrade_loan_interest,
        ("provincial_key_project", "partner_bank", "first_drawdown_on", "drawdown_on", "principal", "months"),
        ("granted_province", "granted_city"),
        {"X-03": "ABC"},
    ),
    "first_set_national": Clause(
        clauses.first_set_national,
        _FIRST_SET,
        ("provincial_grade", "premium_subsidy", "granted_city"),
        {"X-13": "AB", "X-14": "AB", "X-16": "AB", "X-26": "AB"},
        _ONE_OFF_PRIZES,
        {("X-13", "B"): ("premium_subsidy",), ("X-14", "B"): ("provincial_grade",)},
    ),
    "first_set_provincial": Clause(
        clauses.first_set_provincial,
        _FIRST_SET,
        ("provincial_grade", "granted_city"),
        {"X-14": "AB", "X-16": "AB", "X-26": "AB"},
        _ONE_OFF_PRIZES,
        {("X-14", "B"): ("provincial_grade",)},
    ),
    "open_challenge": Clause(
        clauses.open_challenge,
        ("approved_project_fund", "district_entity_succeeded"),
        ("solver_in_district",),
        earlier=(("市级", "单个项目"), ("区级", "对象")),
    ),
    "industrial_internet_demo": Clause(
        clauses.industrial_internet_demo,
        ("it_investment",),
        questions={"X-06": "ABC"},
        earlier=(("补助总额", "单个项目"),),
    ),
    "industrial_app": Clause(clauses.industrial_app, ("apps",)),
    "five_g_demo": Clause(
        clauses.five_g_demo,
        ("completed_investment", "it_investment"),
        ("provincial_iot_demo", "provincial_iot_subsidy", "granted_province"),
        {"X-08": "AB", "X-10": "AB"},
        (("省级", "对象"), ("市级", "单个项目")),
        needed_with={("provincial_iot_demo", True): ("provincial_iot_subsidy",)},
    ),
    "supply_chain_platform": Clause(
        clauses.supply_chain_platform,
        ("annual_transaction",),
        ("granted_city",),
        {"X-04": "AB", "X-05": "ABC", "X-26": "AB"},
        (("市级", "单家累计"), ("区级", "单家累计")),
    ),
    "champion_national": Clause(
        clauses.champion_national, ("newly_recognised",), ("granted_province",), earlier=_RECOGNISED
    ),
    "champion_provincial": Clause(
        clauses.champion_provincial, ("newly_recognised",), ("granted_province",), earlier=_RECOGNISED
    ),
    "little_giant": Clause(clauses.little_giant, ("event",), ("granted_province",), earlier=_RECHECKED),
    "srdi": Clause(clauses.srdi, ("event",), ("granted_province",), earlier=_RECHECKED),
}
