"""试算的填写项: a number and a slider for each parameter, the readings, the curve's parameter, the population's figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from luoqiao.core.kernel.text import fold_width
from luoqiao.core.parties.population_edit import Figure, figures_of
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import choose, switches
from luoqiao.core.rules.parameter import Parameter, Role
from luoqiao.interfaces.portal.form_parts import Choice, Field, FieldKind
from luoqiao.interfaces.portal.parts import Quote
from luoqiao.interfaces.portal.whatif_answer import Answer
from luoqiao.interfaces.portal.whatif_population import Population
from luoqiao.interfaces.portal.whatif_query import (
    FIGURE,
    POPULATION,
    SYNTHETIC,
    Typed,
    has_curve,
    number_text,
    unit_of,
)
from luoqiao.policies.pack import Pack

MOST_QUOTES = 2


@dataclass(frozen=True, slots=True)
class Slider:
    """滑杆: its ends, step and value in the unit of the number beside it; `now` is where today's value stands."""

    least: str
    most: str
    step: str
    value: str
    now: str


@dataclass(frozen=True, slots=True)
class Dial:
    """一个可调的数: the field, today's value in words, the quotes, in which readings it counts, the slider."""

    field: Field
    now: str
    quotes: tuple[Quote, ...]
    only: str
    turned: bool
    slider: Slider | None


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """总体参数的一组: a heading, its ground, and the fields."""

    label: str
    basis: tuple[str, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class WhatIfForm:
    """试算的表单: dials of money and rates, dials of days and shares apart, readings, the curve, the population."""

    dials: tuple[Dial, ...]
    more: tuple[Dial, ...]
    more_open: bool
    readings: tuple[Field, ...]
    along: Field | None
    population: Field | None
    figures: tuple[FigureGroup, ...]
    figures_open: bool


def form_of(pack: Pack, answer: Answer, typed: Typed) -> WhatIfForm:
    """Every field with what was typed and what is wrong with it."""
    dials = tuple(_dial(one, answer, typed) for one in answer.parameters)
    apart = {one.id for one in answer.parameters if one.kind is t.Kind.DATE or one.role is Role.PARTS}
    more = tuple(dial for dial in dials if dial.field.name in apart)
    return WhatIfForm(
        tuple(dial for dial in dials if dial.field.name not in apart), more,
        any(dial.turned or dial.field.error for dial in more), tuple(_readings(pack, answer, typed)), _along(answer),
        _which(answer.population),
        tuple(_figure_groups(pack, answer.population, answer.clause.identifier, typed)),
        bool(answer.population.problems) or answer.population.changed,
    )  # fmt: skip


def _dial(one: Parameter, answer: Answer, typed: Typed) -> Dial:
    text = typed.parameters.get(one.id, "")
    value = answer.turning.values.get(one.id, one.value)
    error = answer.turning.errors.get(one.id, "")
    shown = text if error else number_text(one, value)
    kind: FieldKind = "date" if one.kind is t.Kind.DATE else "number" if one.role is Role.PARTS else "rate"
    field = Field(
        f"p-{one.places[0].at.line}-{one.places[0].at.column}-{one.places[0].slot.replace(' ', '')}", one.id, one.label,
        kind, shown, unit_of(one)[1], f"现行 {one.shown}", error, short=True,
    )  # fmt: skip
    only = "；".join(f"只在读法 {question} 取 {'、'.join(letters)} 时有" for question, letters in one.readings)
    quotes = tuple(Quote(quote.text, quote.anchor) for quote in one.quotes[:MOST_QUOTES])
    return Dial(field, one.shown, quotes, only, one.id in answer.turning.values, _slider(one, value))


def _slider(one: Parameter, value: int) -> Slider | None:
    if one.kind is t.Kind.DATE:
        return None
    least, most = one.slider
    most = max(most, value)
    step = one.step if all((end - least) % one.step == 0 for end in (most, value, one.value)) else 1
    return Slider(*(number_text(one, number) for number in (least, most, step, value, one.value)))


def _readings(pack: Pack, answer: Answer, typed: Typed) -> Iterator[Field]:
    usual = {one.question: one for one in choose(answer.clause, pack.basis, {}, answer.on)}
    for question, letters in switches(answer.clause, pack.meta.cap_period).items():
        asked = pack.readings[question]
        used = usual[question]
        state = f"按默认 {used.letter}（未裁定）" if used.default else f"已裁定 {used.letter}"
        options = {option.letter: option.wording for option in asked.options}
        choices = (Choice("", state), *(Choice(letter, f"{letter}　{options.get(letter, '')}") for letter in letters))
        yield Field(
            f"reading-{question}", question, f"{question}　{asked.question}", "choice",
            answer.turning.readings.get(question, ""), error=answer.turning.errors.get(question, ""), choices=choices,
        )  # fmt: skip


def _along(answer: Answer) -> Field | None:
    able = [one for one in answer.parameters if has_curve(one)]
    if len(able) < 2:
        return None
    choices = tuple(Choice(one.id, one.label) for one in able)
    return Field("along", "along", "曲线沿着哪个数", "choice", answer.turning.along, choices=choices)


def _which(population: Population) -> Field | None:
    """Which enterprises: only where a file is loaded is there a choice."""
    if not population.loaded:
        return None
    choices = (Choice("", "导入的企业"), Choice(SYNTHETIC, "合成总体（示例）"))
    return Field(POPULATION, POPULATION, "算在哪些企业身上", "choice", SYNTHETIC if population.synthetic else "", choices=choices)


# -- the population ------------------------------------------------------------------------------------------


def changed_figures(population: Population, clause: str, typed: Typed) -> dict[str, str]:
    """The figures typed that differ from the pack's, and those that could not be taken; for the shortest address."""
    if population.original is None:
        return {}
    usual = {figure.name: figure.shown for figure in figures_of(population.original, clause)}
    return {
        name: text for name, text in typed.figures.items()
        if fold_width(text).strip().removesuffix("%").removesuffix("家").strip() != usual.get(name)
    }  # fmt: skip


def _figure_groups(pack: Pack, population: Population, clause: str, typed: Typed) -> Iterator[FigureGroup]:
    if population.plan is None:
        return
    errors = {problem.field: problem.message for problem in population.problems}
    figures = figures_of(population.plan, clause)
    inputs = _input_labels(pack.clauses[clause])
    words = {one.id: one.name for one in pack.industries} | {tier.code: tier.label for tier in pack.meta.tiers} | inputs
    groups = (
        ("换一组企业", ("seed",)), ("这一条有多少家参加", ("takers",)), ("金额的分布", ("amounts",)),
        ("上一年已经得过", ("before",)), ("规上企业（家）", ("above",)), ("规下企业（家）", ("other",)),
        ("规上产值合计", ("output",)),
    )  # fmt: skip
    for label, kinds in groups:
        held = [figure for figure in figures if figure.group in kinds]
        if held:
            basis = tuple(dict.fromkeys(figure.basis for figure in held))
            fields = tuple(_figure_field(figure, words, errors, typed) for figure in held)
            yield FigureGroup(label, basis if len(basis) == 1 or label == "金额的分布" else (population.basis,), fields)


def _input_labels(clause: t.Clause) -> dict[str, str]:
    found = {}
    for one in clause.inputs:
        found[one.identifier] = one.label
        found |= {f"{one.identifier}.{inner.identifier}": inner.label for inner in one.fields}
    return found


def _figure_field(figure: Figure, words: dict[str, str], errors: dict[str, str], typed: Typed) -> Field:
    subject = words.get(figure.subject, figure.subject)
    ends = {"median": "一半企业低于", "upper": "六家有五家低于"}.get(figure.name.partition(".")[0], "")
    label = f"{subject}：{ends}" if ends else "第几组" if figure.group == "seed" else subject
    error = errors.get(figure.name, "")
    value = typed.figures.get(figure.name, "") if error else figure.shown
    unit = {"count": "" if figure.group == "seed" else "家", "percent": "%", "money": ""}[figure.kind]
    name = f"{FIGURE}{figure.name}"
    return Field(name.replace(".", "-"), name, label, "number" if figure.kind != "money" else "money", value, unit, error=error)
