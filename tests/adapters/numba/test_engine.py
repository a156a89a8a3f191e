"""总体的内核: every clause of the programme under any reading, complete rows and rows with facts missing, equal to explain."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from luoqiao.adapters.numba.engine import Want, prepare, run
from luoqiao.adapters.numba.outcomes import Outcomes
from luoqiao.adapters.numba.plan import Arithmetic, make_plan
from luoqiao.adapters.population.columns import Column, Population, column
from luoqiao.core.kernel.errors import Invalid
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.lower import lower
from luoqiao.policies import open_pack
from tests.adapters.numba.asked import answered, asked
from tests.core.rules.as_population import as_population, joined
from tests.core.rules.choosing import Choosing
from tests.core.rules.random_cases import day_for, letters_for, seeded_rows

PACK = open_pack("luojiang_2022_31")
ON = date(2023, 6, 30)


@pytest.fixture(scope="session")
def kernels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder of compiled kernels for the whole run."""
    return tmp_path_factory.mktemp("kernels")


@pytest.mark.parametrize("identifier", sorted(PACK.clauses))
def test_every_cell_is_what_explain_answers(identifier: str, kernels: Path) -> None:
    """逐格相等: any reading, any day in force, whole rows and rows that lack facts, amounts up to 10 万亿元."""
    clause = PACK.clauses[identifier]
    choosing = Choosing.seeded(len(identifier))
    for seed, missing in ((1, False), (2, True), (3, True)):
        readings, on = letters_for(clause, choosing), day_for(clause, choosing)
        rows = seeded_rows(clause, 300, seed, missing=missing)
        assert asked(clause, rows, on, readings, PACK.basis, kernels) == answered(clause, rows, on, readings, PACK.basis)


def test_all_clauses_together_are_each_clause_alone(kernels: Path) -> None:
    """合在一起算: one kernel for many clauses gives what each gives by itself, also after a run with other rows."""
    clauses = list(PACK.clauses.values())
    alone: dict[str, Outcomes] = {}
    populations = []
    for clause in clauses:
        population = as_population(clause, seeded_rows(clause, 200, 7, missing=True), PACK.basis.tiers)
        populations.append(population)
        alone[clause.identifier] = run(population, [clause], on=ON, basis=PACK.basis, cache_folder=kernels)
    together = run(joined(*populations), clauses, on=ON, basis=PACK.basis, cache_folder=kernels)
    assert list(together.clauses) == [clause.identifier for clause in clauses]
    for name, one in together.clauses.items():
        single = alone[name].clauses[name]
        assert (one.low, one.high, one.counts) == (single.low, single.high, single.counts)
        assert one.outcome is not None
        assert single.outcome is not None
        assert np.array_equal(one.outcome, single.outcome)
        for code, amounts in one.shares.items():
            assert np.array_equal(amounts.low, single.shares[code].low)
            assert np.array_equal(amounts.high, single.shares[code].high)
    for tier in ("province", "city", "district"):
        assert together.totals[tier] == sum(outcomes.totals[tier] for outcomes in alone.values())


def test_only_what_is_asked_for_is_worked_out(kernels: Path) -> None:
    """只要合计: sums alone are the sums of the shares, and nothing is kept by row."""
    clauses = [PACK.clauses["cloud_adoption"], PACK.clauses["little_giant"]]
    population = joined(*(as_population(c, seeded_rows(c, 500, 5), PACK.basis.tiers) for c in clauses))
    whole = run(population, clauses, on=ON, basis=PACK.basis, cache_folder=kernels)
    sums = run(population, clauses, on=ON, basis=PACK.basis, cache_folder=kernels, want=Want(tier_sums=True))
    assert sums.totals == whole.totals
    assert all(not one.shares and one.outcome is None for one in sums.clauses.values())


def money(values: list[int]) -> Column:
    """Amounts in fen."""
    return column(t.Kind.MONEY, np.array(values))


def test_sums_beyond_64_bits_are_exact(kernels: Path) -> None:
    """大数相加: many of the largest shares add up beyond what a machine word holds."""
    clause = PACK.clauses["upgrade_loan_interest"]
    many = 200_000
    codes, day = np.ones(many, np.uint8), np.full(many, (2023 * 12) * 31)
    columns = {
        "provincial_key_project": column(t.Kind.YES_NO, codes), "partner_bank": column(t.Kind.YES_NO, codes),
        "first_drawdown_on": column(t.Kind.DATE, day), "drawdown_on": column(t.Kind.DATE, day),
        "principal": money([10**15] * many), "months": column(t.Kind.MONTHS, np.full(many, 36)),
    }  # fmt: skip
    population = Population(many, {(clause.identifier, name): one for name, one in columns.items()})
    found = run(population, [clause], on=ON, basis=PACK.basis, cache_folder=kernels, want=Want(clause_sums=True))
    assert found.totals["province"] == 6 * 10**13 * many > 2**63
    assert found.totals["city"] == 3 * 10**13 * many


@pytest.mark.parametrize(("most", "arithmetic"), [
    (10**11, Arithmetic.DOUBLE), (10**15, Arithmetic.INT64),
])  # fmt: skip
def test_arithmetic_is_chosen_by_what_the_columns_hold(most: int, arithmetic: Arithmetic) -> None:
    """用哪种数: doubles where they are exact, else whole numbers; nothing overflows."""
    clause = PACK.clauses["upgrade_loan_interest"]
    rows = seeded_rows(clause, 20, 1, most=most)
    population = as_population(clause, rows, PACK.basis.tiers)
    columns = dict(population.columns)
    columns[clause.identifier, "principal"] = money([most] * 20)
    columns[clause.identifier, "months"] = column(t.Kind.MONTHS, np.full(20, 36))
    plan = make_plan(lower(clause, {"X-03": "A"}, ON, PACK.basis), Population(20, columns))
    assert plan.arithmetic is arithmetic


def test_an_approved_rate_beyond_its_limit_is_refused_with_column_and_row(kernels: Path) -> None:
    """核定比例超出上限: nothing is calculated; the row and the column are named."""
    clause = PACK.clauses["technology_upgrade"]
    rows = seeded_rows(clause, 3, 1)
    population = as_population(clause, rows, PACK.basis.tiers)
    columns = dict(population.columns)
    columns[clause.identifier, "city_approved_rate"] = column(t.Kind.RATE, np.array([700, -1, 701]))
    with pytest.raises(Invalid, match="第 3 行") as refused:
        prepare(Population(3, columns), [clause], on=ON, basis=PACK.basis, cache_folder=kernels)
    assert refused.value.problems[0].field == "technology_upgrade.city_approved_rate"


def test_a_value_no_column_may_hold_is_refused(kernels: Path) -> None:
    """越界的金额: above 10 万亿元."""
    clause = PACK.clauses["cloud_adoption"]
    population = Population(2, {(clause.identifier, "annual_service_fee"): money([1, 10**15 + 1])})
    with pytest.raises(Invalid, match="第 2 行"):
        run(population, [clause], on=ON, basis=PACK.basis, cache_folder=kernels)


def test_a_clause_out_of_force_or_without_columns_gives_nothing(kernels: Path) -> None:
    """不在期限内，或文件没有这一条: it is left out."""
    clause = PACK.clauses["cloud_adoption"]
    population = as_population(clause, seeded_rows(clause, 3, 1), PACK.basis.tiers)
    later = run(population, [clause], on=date(2024, 1, 1), basis=PACK.basis, cache_folder=kernels)
    other = run(population, [PACK.clauses["srdi"]], on=ON, basis=PACK.basis, cache_folder=kernels)
    assert not later.clauses
    assert not other.clauses
    assert other.totals == {"province": 0, "city": 0, "district": 0}


def test_a_population_of_nobody(kernels: Path) -> None:
    """零行."""
    clause = PACK.clauses["cloud_adoption"]
    found = run(Population(0, {(clause.identifier, "annual_service_fee"): money([])}), [clause], on=ON, basis=PACK.basis,
                cache_folder=kernels)  # fmt: skip
    assert found.clauses["cloud_adoption"].counts == {0: 0, 1: 0, 2: 0, 3: 0}


_AGAIN = """
import sys
from datetime import date
from pathlib import Path
import numpy as np
from luoqiao.adapters.numba import engine
from luoqiao.adapters.population.columns import Population, column
from luoqiao.core.rules import tree as t
from luoqiao.policies import open_pack
pack = open_pack("luojiang_2022_31")
clause = pack.clauses["cloud_adoption"]
fee = column(t.Kind.MONEY, np.array([5_000_005]))
population = Population(1, {("cloud_adoption", "annual_service_fee"): fee})
prepared = engine.prepare(population, [clause], on=date(2023, 6, 30), basis=pack.basis, cache_folder=Path(sys.argv[1]))
print(prepared.run().totals["city"], "numba" in sys.modules)
"""


def test_a_kernel_once_compiled_is_loaded_by_the_next_process(tmp_path: Path) -> None:
    """编译一次: the second process finds the machine code on disk and never needs the compiler."""
    found = []
    for _ in range(2):
        ended = subprocess.run([sys.executable, "-c", _AGAIN, str(tmp_path)], capture_output=True, text=True, check=True)
        found.append(ended.stdout.split())
    assert found == [["1500002", "True"], ["1500002", "False"]]


def _once(folder: Path) -> list[str]:
    ended = subprocess.run([sys.executable, "-c", _AGAIN, str(folder)], capture_output=True, text=True, check=True)
    return ended.stdout.split()


def test_a_place_that_cannot_keep_kernels_costs_no_result(tmp_path: Path) -> None:
    """存不下: where the folder should be stands a file."""
    folder = tmp_path / "kernels"
    folder.write_text("in the way")
    assert _once(folder) == ["1500002", "True"]
    assert folder.read_text() == "in the way"


def test_a_damaged_or_open_cache_is_not_trusted(tmp_path: Path) -> None:
    """缓存坏了、别人能写: the kernel is compiled again; a truncated one is put right."""
    assert _once(tmp_path) == ["1500002", "True"]
    (code,) = tmp_path.glob("*.o")
    code.write_bytes(code.read_bytes()[:100])
    assert _once(tmp_path) == ["1500002", "True"]
    assert _once(tmp_path) == ["1500002", "False"]
    (note,) = tmp_path.glob("*.json")
    note.write_text('["not a note"]')
    assert _once(tmp_path) == ["1500002", "True"]
    tmp_path.chmod(0o777)
    assert _once(tmp_path) == ["1500002", "True"]
    assert not list(tmp_path.glob("*.part"))
