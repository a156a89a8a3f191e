"""规律八：任何条款: the laws of the programme's clauses hold for any clause that can be written.

Clauses are random texts in the policy language, read by the parser; facts crowd at the limits of each clause.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Answer, Outcome, Range
from luoqiao.core.rules.basis import switches
from luoqiao.core.rules.compile_python import compile_clause
from luoqiao.core.rules.declarations import check_inputs, options_of
from luoqiao.core.rules.facts import FactValue
from luoqiao.core.rules.kinds import KindChecker
from luoqiao.core.rules.parse import parse_clause
from luoqiao.core.rules.resolve import TIER_LABELS
from luoqiao.core.rules.shape import check_shape
from tests.core.rules.asking import TIERS, ranges, settled_shares, within
from tests.core.rules.random_asking import Posed, posed, quickly, seeded_case, with_facts, without
from tests.core.rules.random_cases import Rows
from tests.core.rules.random_clauses import clause_texts, random_clauses, seeded_clause

WIDER = str.maketrans("0123456789%，：（）=.-", "０１２３４５６７８９％，：（）＝．－")


@quickly
@given(random_clauses())
def test_what_is_written_at_random_is_sound(clause: t.Clause) -> None:
    """随机条款无可挑剔: types, names, arms, readings, periods."""
    checker = KindChecker(clause, TIER_LABELS)
    checker.statements(clause.statements)
    found = [*checker.problems, *check_inputs(clause, checker.used, TIER_LABELS)]
    found += check_shape(clause, switches(clause, ""), TIER_LABELS)
    assert [problem for problem in found if problem.serious] == []


def test_every_construct_of_the_language_is_written() -> None:
    """文法里的每一种写法都写得出来."""
    seen: set[object] = set()
    for seed in range(150):
        for node in _nodes(seeded_clause(seed)):
            seen |= {type(node)}
            match node:
                case t.RateOf(how=how, months=months, approved=approved, rate=rate):
                    seen |= {how, bool(months), ("approved", bool(approved)), type(rate)}
                case t.Cap(unit=unit) | t.Once(unit=unit):
                    seen |= {(type(node), unit)}
                case t.Compare(word=word):
                    seen.add(word)
                case t.Split(parts=parts):
                    seen.add(len(parts))
                case t.Define(names=names):
                    seen.add(("names", len(names) > 1))
                case t.RangeArm() | t.ChoiceArm():
                    seen.add((type(node), node.rest))
                case t.RangeArm(low_in=low_in, high_in=high_in):
                    seen |= {("low", low_in), ("high", high_in)}
                case t.Within(months=months):
                    seen.add(("span", months > 0))
                case t.Input(kind=kind, need=need, default=default):
                    seen |= {kind, need, ("default", bool(default))}
    wanted = {
        *t.Expr.__args__,
        *t.Branching.__args__,
        *t.Test.__args__,
        *t.Statement.__args__,
        *t.Kind,
        *t.Need,
    }
    wanted |= {
        *t.RateHow,
        *t.OP_WORDS,
        2,
        3,
        str,
        int,
        ("names", True),
        ("default", True),
        ("approved", True),
    }
    wanted |= {(t.Cap, unit) for unit in t.CapUnit if unit is not t.CapUnit.SUBJECT}
    wanted |= {(t.Once, t.CapUnit.SUBJECT), (t.Once, t.CapUnit.ENTERPRISE), ("span", True), ("span", False)}
    wanted |= {(arm, rest) for arm in (t.RangeArm, t.ChoiceArm) for rest in (True, False)}
    assert wanted - seen == set()


def _nodes(clause: t.Clause) -> Iterator[object]:
    yield from clause.inputs
    for statement in t.statements_of(clause):
        yield from t.walk(statement)
        if isinstance(statement, t.Define) and isinstance(statement.value, t.ByRange | t.ByChoice):
            yield from statement.value.arms


@quickly
@given(posed())
def test_the_generated_function_equals_the_explanation(given_case: tuple[Posed, Rows]) -> None:
    """两种跑法，分文不差."""
    _runs_are_equal(given_case[0])


@quickly
@given(posed())
def test_the_answer_holds_whatever_the_missing_facts_turn_out_to_be(given_case: tuple[Posed, Rows]) -> None:
    """缺项的区间包住每一种补法；已判定的不再改变."""
    _ranges_hold(given_case[0])


@settings(quickly, max_examples=200, phases=[Phase.explicit, Phase.generate])
@given(st.integers(0, 2**40))
def test_both_hold_over_many_more_clauses(seed: int) -> None:
    """再多试一些：不求缩小，只求多."""
    case = seeded_case(seed)
    _runs_are_equal(case)
    _ranges_hold(case)


def _runs_are_equal(case: Posed) -> None:
    compiled = compile_clause(case.clause, on=case.on, readings=case.letters)
    for row in case.rows(8)[0]:
        assert compiled.calculate(row.facts, row.earlier) == settled_shares(case.ask(row))


def _ranges_hold(case: Posed) -> None:
    wholes, rows = case.rows(6)
    for row in wholes:
        part = rows.open(row)
        answer = case.ask(part)
        assert (answer.outcome is Outcome.UNDETERMINED) == bool(answer.open_questions)
        for whole in (row, rows.filled(part)):
            _within(answer, case.ask(whole))


def _within(answer: Answer, truth: Answer) -> None:
    for tier, (low, high) in ranges(answer).items():
        assert within(settled_shares(truth)[tier], low, high)
    assert within(truth.total.low, *answer.total)
    if answer.outcome is not Outcome.UNDETERMINED:
        assert answer.outcome is truth.outcome
        assert settled_shares(answer) == settled_shares(truth)


@quickly
@given(posed())
def test_unknown_choices_give_exactly_the_lowest_and_highest(given_case: tuple[Posed, Rows]) -> None:
    """只缺是否和选项：区间两端都取得到."""
    case, rows = given_case
    known = case.row.facts.values
    choices = [i for i in case.clause.inputs if i.kind in (t.Kind.YES_NO, t.Kind.CHOICE) and i.label in known]
    hidden = [one for one in choices if not one.default and rows.choose.once_in(2)]
    answer = case.ask(without(case.row, {one.label for one in hidden}))
    verdicts = []
    for labels in product(*(options_of(one) for one in hidden)):
        values: dict[str, FactValue] = {}
        for one, label in zip(hidden, labels, strict=True):
            values[one.label] = label == "是" if one.kind is t.Kind.YES_NO else label
        verdicts.append(case.ask(with_facts(case.row, values)))
    for tier in TIERS:
        shares = [settled_shares(verdict)[tier] for verdict in verdicts]
        assert ranges(answer)[tier] == (min(shares), max(shares))
    assert answer.total == Range(min(v.total.low for v in verdicts), max(v.total.low for v in verdicts))
    differ = len({(v.outcome, *settled_shares(v).values()) for v in verdicts}) > 1
    assert (answer.outcome is Outcome.UNDETERMINED) == differ


@quickly
@given(posed())
def test_learning_a_fact_never_widens_the_range(given_case: tuple[Posed, Rows]) -> None:
    """多知道一项，区间只会更窄."""
    case, _ = given_case
    wholes, rows = case.rows(5)
    for row in wholes:
        part = rows.open(row)
        hidden = sorted(set(row.facts.values) - set(part.facts.values))
        if hidden:
            learned = rows.choose.one(hidden)
            before = case.ask(part).total
            after = case.ask(with_facts(part, {learned: row.facts.values[learned]})).total
            assert before.low <= after.low
            assert before.high is None or (after.high is not None and after.high <= before.high)


@quickly
@given(clause_texts())
def test_width_and_spaces_do_not_change_a_rule(text: str) -> None:
    """全角半角、多写的空格、同义写法，读出来是同一条规则."""
    head, rule, tail = text.partition("```规则\n")
    plain = parse_clause(text, "random.md")
    identifiers = {one.identifier: one.label for i in plain.inputs for one in (i, *i.fields)}
    for spaced in (
        rule + tail.translate(WIDER),
        rule + tail.replace("，", ", ").replace("：", ": ").replace(" ", "\u3000"),
    ):
        again = parse_clause(head + spaced, "random.md")
        assert {one.identifier: one.label for i in again.inputs for one in (i, *i.fields)} == identifiers
        assert [_bare(statement) for statement in again.statements] == [
            _bare(one) for one in plain.statements
        ]


def _bare(node: object) -> object:
    """The node without its places and its words."""
    if isinstance(node, tuple):
        return tuple(_bare(one) for one in node)
    fields = getattr(type(node), "__dataclass_fields__", {})
    if not fields:
        return node
    return (
        type(node),
        *(_bare(getattr(node, name)) for name in fields if name not in ("at", "text", "quotes")),
    )
