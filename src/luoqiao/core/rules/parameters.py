"""规则的参数: every number of a clause that may be turned, and the clause with some of them turned.

One number of the document is one parameter: the same number of the same name in several options of a reading, the
boundary between two arms, and a number that two lines take from the same words of the document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache

from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.kernel.text import drop_blanks, nearest
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import TIERS, Tier
from luoqiao.core.rules.dates import encode
from luoqiao.core.rules.numbers import numbers_in
from luoqiao.core.rules.parameter import (
    ROLE_WORDS,
    UNITS,
    Parameter,
    Place,
    Role,
    out_of_range,
    range_of,
    read_parameter,
    show_value,
    step_of,
)
from luoqiao.core.rules.parameter_places import Number, numbers_of
from luoqiao.core.rules.replace_numbers import replace_numbers
from luoqiao.core.rules.shape import check_ranges

__all__ = ["Parameter", "Role", "check_values", "parameters_of", "read_values", "with_parameters"]

Values = Mapping[str, int]
"""Values by parameter identifier, as whole numbers of the tree."""


@lru_cache(maxsize=512)
def parameters_of(clause: t.Clause, tiers: tuple[Tier, ...] = TIERS) -> tuple[Parameter, ...]:
    """Every number of the rule that may be turned, in reading order, the term of the clause last."""
    groups = _grouped(numbers_of(clause, {tier.label: tier.code for tier in tiers}))
    total = Counter(group[0].base for group in groups)
    seen: Counter[str] = Counter()
    found = []
    for group in groups:
        base = group[0].base
        seen[base] += 1
        number = f".{seen[base]}" if total[base] > 1 else ""
        found.append(_parameter(clause, group, base + number, group[0].alias + number))
    return (*found, *_periods(clause), *_term(clause))


def get_parameter(clause: t.Clause, name: str, tiers: tuple[Tier, ...] = TIERS) -> Parameter | FieldProblem:
    """The parameter with this identifier or Chinese name, or the problem that names the nearest one."""
    known = {n: p for p in parameters_of(clause, tiers) for n in (p.alias, p.id)}
    if name in known:
        return known[name]
    near = nearest(name, known)
    hint = f"；是不是“{near}”（{known[near].label}）？" if near else "。"
    expected = "、".join(p.id for p in parameters_of(clause, tiers))
    shown = name[:60]
    message = f"{clause.title}没有参数“{shown}”{hint}可调：{expected}"
    return FieldProblem(shown, shown, expected, message, "LQ-4401")


def read_values(clause: t.Clause, given: Mapping[str, object], tiers: tuple[Tier, ...] = TIERS) -> dict[str, int]:
    """Read values in JSON form by identifier or Chinese name. Raises Invalid with every problem."""
    problems: list[FieldProblem] = []
    found: dict[str, int] = {}
    for name, raw in given.items():
        parameter = get_parameter(clause, name, tiers)
        value = read_parameter(parameter, raw) if isinstance(parameter, Parameter) else parameter
        if isinstance(value, FieldProblem) or isinstance(parameter, FieldProblem):
            problems.append(value if isinstance(value, FieldProblem) else FieldProblem(name, "", "", ""))
        elif parameter.id in found:
            message = f"“{parameter.label}”写了两次；标识和中文名称只写一个"
            problems.append(FieldProblem(name[:60], name[:60], "只写一次", message, "LQ-2016"))
        else:
            found[parameter.id] = value
    if problems:
        raise Invalid(tuple(problems))
    return found


def with_parameters(clause: t.Clause, values: Values, tiers: tuple[Tier, ...] = TIERS) -> t.Clause:
    """The clause with these numbers in the place of today's; the clause itself where nothing changes.

    Every run works on it unchanged. Raises Invalid for an unknown parameter (with the nearest), a value out of range, and
    values by which arms would overlap, leave a gap or go out of order.
    """
    known = {p.id: p for p in parameters_of(clause, tiers)}
    _check_known(clause, values, tiers)
    changed = tuple(sorted((name, value) for name, value in values.items() if value != known[name].value))
    return _changed(clause, changed, tiers) if changed else clause


def check_values(clause: t.Clause, values: Values, tiers: tuple[Tier, ...] = TIERS) -> None:
    """Raise what `with_parameters` would raise; the clause is only rebuilt where arms or periods could break."""
    if not values:
        return
    known = {p.id: p for p in parameters_of(clause, tiers)}
    _check_known(clause, values, tiers)
    with_parameters(clause, {n: v for n, v in values.items() if known[n].role in _SHAPING}, tiers)


def approved_limits(clause: t.Clause, tiers: tuple[Tier, ...] = TIERS) -> tuple[str, ...]:
    """The rates that an officer may approve less (or more) than: with them left open an approved rate is drawn to them."""
    places = {
        Place(node.at, "rate")
        for statement in t.statements_of(clause) for node in t.walk(statement)
        if isinstance(node, t.RateOf) and node.approved and node.how is not t.RateHow.FIXED
    }
    return tuple(p.id for p in parameters_of(clause, tiers) if places & set(p.places))


def symbolic_places(
    clause: t.Clause, names: Collection[str], tiers: tuple[Tier, ...] = TIERS
) -> dict[Place, Parameter]:
    """Where the parameters of these names stand. Raises Invalid for one that decides which rule there is."""
    if not names:
        return {}
    known = {p.id: p for p in parameters_of(clause, tiers)}
    _check_known(clause, {name: known[name].value if name in known else 0 for name in names}, tiers)
    fixed = [known[name] for name in names if not known[name].symbolic]
    if fixed:
        raise Invalid(tuple(
            FieldProblem(p.id, p.id, "比例、金额、月数、日期", f"{p.label}决定用哪条规则，不能留作变量", "LQ-4405") for p in fixed
        ))  # fmt: skip
    return {place: known[name] for name in names for place in known[name].places}


_NEVER_REACHED = "LQ-1501"
"""An arm that nobody reaches is no fault of a trial: a threshold may be raised above it."""
_SHAPING = (Role.CONDITION, Role.BRACKET, Role.PERIOD, Role.TERM)


def _check_known(clause: t.Clause, values: Values, tiers: tuple[Tier, ...]) -> None:
    known = {p.id: p for p in parameters_of(clause, tiers)}
    problems = []
    for name, value in values.items():
        if name not in known:
            parameter = get_parameter(clause, name, tiers)
            problems.append(parameter if isinstance(parameter, FieldProblem) else _by_identifier(name, parameter))
        else:
            beyond = out_of_range(known[name], value)
            problems += [beyond] if beyond else []
    if problems:
        raise Invalid(tuple(problems))


def _by_identifier(name: str, parameter: Parameter) -> FieldProblem:
    return FieldProblem(name[:60], name[:60], parameter.id, f"参数写标识 {parameter.id}，不写“{name[:40]}”", "LQ-4401")


@lru_cache(maxsize=512)
def _changed(clause: t.Clause, changed: tuple[tuple[str, int], ...], tiers: tuple[Tier, ...]) -> t.Clause:
    known = {p.id: p for p in parameters_of(clause, tiers)}
    by_place = {place: value for name, value in changed for place in known[name].places}
    rebuilt = replace_numbers(clause, by_place, dict(changed))
    labels = tuple(tier.label for tier in tiers)
    before = {(p.at, p.code) for p in check_ranges(clause, labels)}
    found = [p for p in check_ranges(rebuilt, labels) if p.code != _NEVER_REACHED]
    broken = [p.message for p in found if (p.at, p.code) not in before]
    if rebuilt.header.last < rebuilt.header.first:
        broken.insert(0, "期限的末日早于首日")
    if broken:
        shaping = [known[name] for name, _ in changed if known[name].role in _SHAPING] or [known[changed[0][0]]]
        field, given = shaping[0].id, "、".join(f"{known[n].label} {v}" for n, v in _shown(known, changed, shaping))
        expected = "各档从低到高，不重叠，不留空"
        raise Invalid(tuple(
            FieldProblem(field, given, expected, f"{given}：{message}", "LQ-4404") for message in broken[:3]
        ))  # fmt: skip
    return rebuilt


def _shown(
    known: Mapping[str, Parameter], changed: tuple[tuple[str, int], ...], shaping: list[Parameter]
) -> Iterator[tuple[str, str]]:
    ids = {p.id for p in shaping}
    return ((name, show_value(known[name].kind, value)) for name, value in changed if name in ids)


# -- which places are one parameter --------------------------------------------------------------------------


def _grouped(numbers: Iterable[Number]) -> list[list[Number]]:
    groups: list[list[Number]] = []
    for number in numbers:
        for group in groups:
            if _same(group, number):
                group.append(number)
                break
        else:
            groups.append([number])
    return groups


def _same(group: list[Number], number: Number) -> bool:
    """Whether a number is the same number of the document as those of a group."""
    first = group[0]
    if (first.kind, first.value) != (number.kind, number.value):
        return False
    if first.role is Role.BRACKET is number.role and first.subject == number.subject:
        return first.question == number.question
    if first.base == number.base and number.question and first.question == number.question:
        return not any(set(one.letters) & set(number.letters) for one in group)
    shared = first.subject and first.subject == number.subject
    return bool(shared) and any(_overlap(one, number) for one in group)


def _overlap(one: Number, other: Number) -> bool:
    """Whether two lines take the number from the same words."""
    mine, theirs = (_naming(n.quotes, n.kind, n.value) for n in (one, other))
    return any(a in b or b in a for a in map(_flat, mine) for b in map(_flat, theirs))


def _flat(quote: t.Quote) -> str:
    return drop_blanks(quote.text)


def _naming(quotes: tuple[t.Quote, ...], kind: t.Kind, value: int) -> tuple[t.Quote, ...]:
    """The quotes that contain the number; all of them where none can be told."""
    unique = tuple(dict.fromkeys(quotes))
    return tuple(q for q in unique if (kind, value) in numbers_in(q.text)) or unique


def _parameter(clause: t.Clause, group: list[Number], name: str, alias: str) -> Parameter:
    first = group[0]
    least, most = range_of(first.kind, first.role, first.value)
    quotes = {(_flat(q), q.anchor): q for n in group for q in _naming(n.quotes, n.kind, n.value)}
    unit = "份" if first.role is Role.PARTS else UNITS[first.kind]
    return Parameter(
        name, alias, first.label, first.role, first.kind, first.value, unit, least, most,
        step_of(first.kind, first.value), tuple(quotes.values()), first.line, _readings(clause, group), first.how,
        tuple(n.place for n in group), all(n.symbolic for n in group),
    )  # fmt: skip


def _readings(clause: t.Clause, group: list[Number]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    questions = {n.question for n in group}
    if len(questions) != 1 or "" in questions:
        return ()
    question = questions.pop()
    letters = sorted({letter for n in group for letter in n.letters})
    switches = [s for s in t.statements_of(clause) if isinstance(s, t.ReadingSwitch) and s.question == question]
    available = sorted({letter for s in switches for o in s.options for letter in o.letters})
    return () if letters == available else ((question, tuple(letters)),)


# -- periods -------------------------------------------------------------------------------------------------


def _term(clause: t.Clause) -> Iterator[Parameter]:
    """期限: the first and the last day; periods that begin or end with them move along."""
    header = clause.header
    blocks = [s for s in t.statements_of(clause) if isinstance(s, t.During)]
    for slot, day, word in (("first", header.first, "首日"), ("last", header.last, "末日")):
        places = [Place(header.at, slot)]
        places += [Place(b.at, slot) for b in blocks if (b.first if slot == "first" else b.last) == day]
        yield _day(f"term.{slot}", f"{ROLE_WORDS[Role.TERM]}.{word}", f"期限：{word}", Role.TERM, encode(day), places, (), "")


def _periods(clause: t.Clause) -> Iterator[Parameter]:
    """分期: the day from which the next period counts; the one before ends the day before."""
    starts: dict[int, list[t.During]] = {}
    blocks = [s for s in t.statements_of(clause) if isinstance(s, t.During)]
    for block in blocks:
        if block.first > clause.header.first:
            starts.setdefault(encode(block.first), []).append(block)
    for index, (code, begun) in enumerate(sorted(starts.items()), 1):
        places = [Place(b.at, "first") for b in begun]
        places += [Place(b.at, "until") for b in blocks if (begun[0].first - b.last).days == 1]
        quotes = tuple(q for b in begun for q in b.quotes)
        number = f".{index}" if len(starts) > 1 else ""
        label = f"分期：第 {index + 1} 期首日"
        yield _day(f"period{number}", f"分期{number}", label, Role.PERIOD, code, places, quotes, begun[0].text)


def _day(
    name: str, alias: str, label: str, role: Role, code: int, places: list[Place], quotes: tuple[t.Quote, ...], line: str
) -> Parameter:
    least, most = range_of(t.Kind.DATE, role, code)
    return Parameter(name, alias, label, role, t.Kind.DATE, code, UNITS[t.Kind.DATE], least, most, 1, quotes, line, (),
                     None, tuple(places), symbolic=False)  # fmt: skip
