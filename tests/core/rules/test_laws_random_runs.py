"""规律十：任何条款，各种跑法同一个答案: terms for rows that lack facts, kernels, the prover's arithmetic.

Each is compared with *explain*, cell by cell; the function without explanation in `test_laws_random.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from luoqiao.core.rules import terms as w
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import choose
from luoqiao.core.rules.explain import PLAIN
from luoqiao.core.rules.lower import lower
from luoqiao.core.rules.lower_open import lower_open
from luoqiao.core.rules.tiers import TIERS
from tests.core.rules.asking import settled_shares
from tests.core.rules.choosing import Choosing
from tests.core.rules.random_asking import Posed, posed, quickly
from tests.core.rules.random_cases import MOST, Row, Rows, day_for, letters_for, seeded_rows
from tests.core.rules.random_clauses import seeded_clause
from tests.core.rules.test_laws_open import answered, environment, judged


def letters_of(case: Posed) -> dict[str, str]:
    """The option of every reading, those by default too."""
    return {used.question: used.letter for used in choose(case.clause, PLAIN, case.letters, case.on)}


@settings(quickly, max_examples=40)
@given(posed())
def test_terms_for_rows_that_lack_facts_answer_as_explain_does(given_case: tuple[Posed, Rows]) -> None:
    """缺项的行，项与逐步说明一致."""
    case, rows = given_case
    row = rows.open(case.row)
    missing = frozenset(one.identifier for one in case.clause.inputs if one.label not in row.facts.values)
    program = lower_open(case.clause, letters_of(case), case.on, missing, PLAIN)
    stated = environment(case.clause, row.facts, row.earlier, PLAIN)
    read = {column.name for column in program.columns}
    found = judged(program, {name: value for name, value in stated.items() if name in read})
    assert found == answered(case.ask(row))


@settings(quickly, max_examples=3, phases=[Phase.generate])
@given(st.integers(0, 10**9), st.sampled_from([MOST, 10**11]))
def test_the_kernel_answers_every_row_as_explain_does(seed: int, most: int) -> None:
    """列式内核：齐全的行与缺项的行，逐户逐级与逐步说明一致."""
    pytest.importorskip("numba")
    from tests.adapters.numba import asked as kernel

    clause, choose = seeded_clause(seed), Choosing.seeded(seed)
    letters, on = letters_for(clause, choose), day_for(clause, choose)
    rows = seeded_rows(clause, 40, seed, most=most) + seeded_rows(clause, 10, seed, missing=True, most=most)
    with TemporaryDirectory() as folder:
        found = kernel.asked(clause, rows, on, letters, PLAIN, Path(folder))
    assert found == kernel.answered(clause, rows, on, letters, PLAIN)


@settings(quickly, max_examples=30)
@given(posed())
def test_the_provers_arithmetic_is_that_of_explain(given_case: tuple[Posed, Rows]) -> None:
    """证明器的算式代入真实的一户：界限都成立，各级金额分文不差."""
    pytest.importorskip("z3")
    from luoqiao.adapters.z3.encoding import Inputs, encode_program
    from luoqiao.adapters.z3.library import z3

    case, _ = given_case
    inputs = Inputs()
    program = lower(case.clause, letters_of(case), case.on)
    encoded = encode_program(program, inputs)
    solver = z3().Solver()
    solver.add(*inputs.limits, *encoded.definitions)
    solver.add(*(product.result == product.base * product.factor for product in inputs.products))
    solver.add(*_stated(program, inputs, case.row))
    shares = {code: z3().Int(f"{code}!") for code in encoded.shares}
    solver.add(*(shares[code] == share for code, share in encoded.shares.items()))
    assert str(solver.check()) == "sat", "a row that is possible breaks a bound that proofs rest on"
    model = solver.model()
    found = {code: model.eval(share).as_long() for code, share in shares.items()}
    assert found == settled_shares(case.ask(case.row))


def _stated(program: w.Program, inputs: Any, row: Row) -> Iterator[Any]:
    """What the row states, as equations of the prover's variables."""
    granted = {f"granted_{tier.code}": row.facts.granted.get(tier.label) for tier in TIERS}
    for column in program.columns:
        name = column.name
        value: Any = granted.get(name)
        if name.startswith("earlier."):
            _, what, unit = name.split(".")
            value = row.earlier.get((what, unit), 0)
        elif name not in granted:
            value = row.facts.values.get(program.clause.get_input(name).label)
        if column.kind is t.Kind.LIST:
            yield inputs.lists[name][1] == len(value)
            for place, item in enumerate(value, 1):
                for one in program.clause.get_input(name).fields:
                    yield inputs.values[f"{name}[{place}].{one.identifier}"] == item[one.label]
            continue
        if name in inputs.given:
            yield inputs.given[name] == (value is not None)
        if value is not None:
            if column.options:
                value = column.options.index({True: "是", False: "否"}.get(value, value))
            yield inputs.values[name] == int(value)
