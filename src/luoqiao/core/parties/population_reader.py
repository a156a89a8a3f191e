"""读合成总体的参数: the tables of `population.toml` as a plan, every fault listed; names are checked by the pack."""

from __future__ import annotations

from collections.abc import Mapping

from luoqiao.core.kernel.money import NotMoney, parse_money
from luoqiao.core.kernel.tables import Row, read_tables
from luoqiao.core.parties.population_plan import (
    MOST_FIRMS,
    BeforePlan,
    ClausePlan,
    How,
    IndustryPlan,
    InputPlan,
    PlacePlan,
    PopulationPlan,
)
from luoqiao.core.parties.size_class import ABOVE_DESIGNATED

_NAME = (r"[a-z][a-z0-9_]*", "小写英文标识")
MOST_PERCENT = 10_000


def parse_population(data: Mapping[str, object], file: str = "population.toml") -> PopulationPlan:
    """The plan of a pack's synthetic population; refuses the file with every finding."""
    with read_tables(data, file) as tables:
        whole = tables.one("population")
        industries = tuple(_industry(row) for row in tables.rows("industries"))
        places = tuple(
            PlacePlan(row.pattern("code", r"\d{9}", "九位区划代码"), _number(row, "weight", 0, 10_000))
            for row in tables.rows("townships", "code")
        )
        clauses = tuple(_clause(row) for row in tables.rows("clauses"))
        plan = PopulationPlan(
            seed=_number(whole, "seed", 0, 999_999),
            year=_number(whole, "year", 2000, 2100),
            basis=whole.text("basis"),
            reference_output=_money(whole, "reference_output", least=1),
            above_spread=_number(whole, "above_spread", 101, MOST_PERCENT),
            other_median=_money(whole, "other_median", least=1),
            other_upper=_money(whole, "other_upper", least=1),
            other_least=_money(whole, "other_least", least=1),
            other_most=_money(whole, "other_most", least=1),
            per_head_median=_money(whole, "per_head_median", least=1),
            per_head_upper=_money(whole, "per_head_upper", least=1),
            places_basis=whole.text("townships_basis"),
            sizes_basis=whole.text("sizes_basis"),
            industries=industries,
            places=places,
            clauses=clauses,
        )
        for fault in _faults(plan):
            whole.fault(fault)
        whole.close()
        return plan


def _faults(plan: PopulationPlan) -> list[str]:
    faults = []
    if plan.count > MOST_FIRMS:
        faults.append(f"合计 {plan.count} 家；合成总体最多 {MOST_FIRMS} 家")
    if not sum(place.weight for place in plan.places):
        faults.append("各镇街的 weight 不能都是 0")
    if not plan.other_least <= plan.other_median <= plan.other_upper <= plan.other_most < ABOVE_DESIGNATED:
        faults.append("应有 other_least ≤ other_median ≤ other_upper ≤ other_most < 2000万元")
    if plan.per_head_upper < plan.per_head_median:
        faults.append("per_head_upper 不能小于 per_head_median")
    return faults


def _industry(row: Row) -> IndustryPlan:
    found = IndustryPlan(
        id=row.pattern("id", *_NAME), above=_number(row, "above", 0, MOST_FIRMS), other=_number(row, "other", 0, MOST_FIRMS),
        output=_money(row, "output"), basis=row.text("basis"),
    )  # fmt: skip
    if found.output < found.above * ABOVE_DESIGNATED:
        row.fault(f"{found.above} 家规上企业的产值合计至少 {found.above * 2000} 万元（每家 2000万元）")
    return found


def _clause(row: Row) -> ClausePlan:
    takers = row.table("takers")
    for name, number in takers.items():
        if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= MOST_FIRMS:
            row.fault(f"“takers.{name}”应是 0 到 {MOST_FIRMS} 的整数（家）")
    kept = tuple((name, number) for name, number in takers.items() if isinstance(number, int))
    inputs = tuple(_input(inner) for inner in row.rows("inputs"))
    names = [one.id for one in inputs]
    for at, one in enumerate(inputs):
        for named in (one.of, one.after, one.only_if):
            if named and named not in names[:at]:
                row.fault(f"“{one.id}”里的“{named}”要写在它前面")
    return ClausePlan(
        id=row.pattern("id", *_NAME), basis=row.text("basis"), takers=kept, above_only=row.flag("above_only", default=False),
        pull=_number(row, "pull", 0, 1000), inputs=inputs, before=tuple(_before(inner) for inner in row.rows("before")),
    )  # fmt: skip


def _before(row: Row) -> BeforePlan:
    return BeforePlan(
        tier=row.pattern("tier", *_NAME), unit=row.pattern("unit", *_NAME), share=_number(row, "share", 0, 100),
        amount=_money(row, "amount", least=1), basis=row.text("basis"),
    )  # fmt: skip


def _input(row: Row) -> InputPlan:
    """One input; a key that its `how` does not use stays unread and is a finding."""
    name, how, basis = row.pattern("id", *_NAME), row.choice("how", How), row.text("basis")
    only_if = row.text("only_if", "")
    match how:
        case How.AMOUNT:
            return _amount(row, name, basis, only_if)
        case How.PART:
            return InputPlan(
                name, how, basis, of=row.text("of"), least=_number(row, "least", 0, MOST_PERCENT),
                most=_number(row, "most", 0, MOST_PERCENT), step=_money(row, "step", "1元", least=1),
                share=_number(row, "share", 0, 100, 100), from_least=_money(row, "from_least", "0元"), only_if=only_if,
            )  # fmt: skip
        case How.YES_NO:
            return InputPlan(name, how, basis, share=_number(row, "share", 0, 100), only_if=only_if)
        case How.CHOICE | How.MONTHS:
            return InputPlan(name, how, basis, options=_weights(row, months=how is How.MONTHS), only_if=only_if)
        case How.DAY if row.has("after"):
            return InputPlan(
                name, how, basis, after=row.text("after"), least=_number(row, "least", 0, 3650),
                most=_number(row, "most", 0, 3650), only_if=only_if,
            )  # fmt: skip
        case How.DAY:
            return _between(row, name, basis, only_if)
        case How.ITEMS:
            fields = tuple(_input(inner) for inner in row.rows("fields"))
            return InputPlan(
                name, how, basis, least=_number(row, "least", 1, 20), most=_number(row, "most", 1, 20),
                fields=fields, only_if=only_if,
            )  # fmt: skip


def _amount(row: Row, name: str, basis: str, only_if: str) -> InputPlan:
    found = InputPlan(
        name, How.AMOUNT, basis, median=_money(row, "median", least=1), upper=_money(row, "upper", least=1),
        least=_money(row, "least", "0元"), most=_money(row, "most", least=1), step=_money(row, "step", "1元", least=1),
        grows=_number(row, "grows", 0, 200, 0), only_if=only_if,
    )  # fmt: skip
    if not found.least <= found.median <= found.upper <= found.most:
        row.fault("应有 least ≤ median ≤ upper ≤ most")
    return found


def _between(row: Row, name: str, basis: str, only_if: str) -> InputPlan:
    first, last = row.day("first"), row.day("last")
    if last < first:
        row.fault("last 不能早于 first")
        last = first
    return InputPlan(name, How.DAY, basis, first=first, last=last, only_if=only_if)


def _weights(row: Row, *, months: bool) -> tuple[tuple[str, int], ...]:
    table = row.table("weights")
    good = {name: weight for name, weight in table.items() if isinstance(weight, int) and not isinstance(weight, bool)}
    if len(good) < len(table) or any(not 0 <= weight <= 10_000 for weight in good.values()) or not sum(good.values()):
        row.fault("“weights”应是 选项 = 份数 的表，份数是 0 到 10000 的整数，不能都是 0")
        return (("？", 1),)
    if months and not all(name.isascii() and name.isdigit() and len(name) <= 4 for name in good):
        row.fault("“weights”的名称应是月数，如 \"12\"")
    return tuple(good.items())


def _number(row: Row, key: str, least: int, most: int, default: int | None = None) -> int:
    value = row.number(key, default)
    if not least <= value <= most:
        row.fault(f"“{key}”应是 {least} 到 {most} 的整数")
        return least
    return value


def _money(row: Row, key: str, default: str | None = None, *, least: int = 0) -> int:
    text = row.text(key, default)
    try:
        found = parse_money(text)
    except NotMoney as refused:
        row.fault(f"“{key}”：{refused.message}")
        return max(least, 1)
    if found < least:
        row.fault(f"“{key}”要大于 0")
    return max(int(found), least)
