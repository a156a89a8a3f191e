"""缺项的行: for every case with some facts missing, the lowered spans are what explain answers, to the fen."""

from hypothesis import given, settings
from hypothesis import strategies as st

from luoqiao.core.rules import terms as w
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Answer, Outcome
from luoqiao.core.rules.basis import Basis, choose
from luoqiao.core.rules.earlier import Earlier
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import BadFacts, Facts, read_facts
from luoqiao.core.rules.lower_open import OpenProgram, lower_open
from luoqiao.policies import open_pack
from tests.core.rules.strategies import cases
from tests.core.rules.term_values import value_of

PACK = open_pack("luojiang_2022_31")


def environment(clause: t.Clause, facts: Facts, earlier: Earlier, basis: Basis) -> dict[str, object]:
    """Facts as the variables of a program."""
    env: dict[str, object] = {}
    for one in clause.inputs:
        value = facts.values.get(one.label)
        if value is None:
            continue
        if one.kind is t.Kind.CHOICE:
            value = [o.label for o in one.options].index(str(value))
        elif one.kind is t.Kind.LIST:
            assert isinstance(value, tuple)
            value = tuple({f"item.{f.identifier}": row.get(f.label) for f in one.fields} for row in value)  # type: ignore[attr-defined] # items of a list are mappings
        else:
            value = int(value)  # type: ignore[arg-type] # every other kind is a number
        env[one.identifier] = value
    for tier in basis.tiers:
        if tier.label in facts.granted:
            env[f"granted_{tier.code}"] = facts.granted[tier.label]
    return env | {f"earlier.{name}.{unit}": fen for (name, unit), fen in earlier.items()}


def judged(program: OpenProgram, env: dict[str, object]) -> dict[str, object]:
    """Outcome, spans of shares and total of one row."""
    for column in program.columns:
        if column.name.startswith("earlier."):
            env.setdefault(column.name, 0)
    for name, term in program.assignments:
        env[name] = value_of(term, env)

    def span(one: object) -> tuple[int, int | None]:
        return value_of(one.low, env), None if value_of(one.open, env) else value_of(one.high, env)  # type: ignore[attr-defined] # a span

    shares = {code: span(one) for code, one in program.shares}
    possibly, surely = value_of(program.entitled.possibly, env), value_of(program.entitled.surely, env)
    total = span(program.total)
    if not possibly or total[1] == 0:
        outcome = Outcome.NOT_ENTITLED
    elif not surely or any(low != high for low, high in shares.values()):
        outcome = Outcome.UNDETERMINED
    else:
        outcome = Outcome.ENTITLED
    return {"outcome": outcome, "shares": shares, "total": total}


def answered(answer: Answer) -> dict[str, object]:
    """The same of an answer."""
    shares = {code: tuple(share.amount) for code, share in answer.shares.items()}
    return {"outcome": answer.outcome, "shares": shares, "total": tuple(answer.total)}


@settings(max_examples=400)
@given(posed=cases(at_random_day=False), data=st.data())
def test_a_row_with_missing_facts_is_judged_as_explain_judges_it(posed: object, data: st.DataObject) -> None:
    """Any facts may be missing, all of them or none."""
    clause, basis = PACK.clauses[posed.clause], PACK.basis  # type: ignore[attr-defined] # a posed case
    dropped = data.draw(st.sets(st.sampled_from(sorted(posed.facts)))) if posed.facts else set()  # type: ignore[attr-defined] # a posed case
    given_facts = {k: v for k, v in posed.facts.items() if k not in dropped}  # type: ignore[attr-defined] # a posed case
    facts = read_facts(clause, given_facts, basis.tiers)
    readings, on, earlier = posed.readings, posed.on, posed.earlier  # type: ignore[attr-defined] # a posed case
    try:
        answer = explain(clause, facts, on=on, readings=readings, earlier=earlier, basis=basis)
    except BadFacts:
        return
    letters = {r.question: r.letter for r in choose(clause, basis, readings, on)}
    missing = frozenset(i.identifier for i in clause.inputs if i.label not in facts.values)
    program = lower_open(clause, letters, on, missing, basis)
    assert judged(program, environment(clause, facts, earlier, basis)) == answered(answer)


def test_the_terms_speak_only_of_columns_that_are_there() -> None:
    """A row that misses everything reads nothing but earlier grants, actual grants and approved rates."""
    for clause in PACK.clauses.values():
        on = clause.header.first
        letters = {r.question: r.letter for r in choose(clause, PACK.basis, {}, on)}
        everything = frozenset(i.identifier for i in clause.inputs)
        program = lower_open(clause, letters, on, everything, PACK.basis)
        read = {c.name for c in program.columns if not c.optional and not c.name.startswith("earlier.")}
        assert not read, clause.identifier
        assert isinstance(program, OpenProgram)
        assert all(isinstance(term, w.Term) for _, term in program.assignments)
