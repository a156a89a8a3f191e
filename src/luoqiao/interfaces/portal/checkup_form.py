"""体检表: everything that a checkup knows stands in the form that is sent; nothing is kept on the server.

A field is named by its fact: `cloud_adoption.annual_service_fee`, `industrial_app.apps[2].last_year_…`; its unit by
`unit:` and the same name. A button sends `do` with a verb and what it is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from luoqiao.core.kernel.text import fold_width
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Tier
from luoqiao.core.rules.resolve import grants_of

WAN, YUAN = "万元", "元"
UNITS = (WAN, YUAN)
MOST_ITEMS = 40
LONGEST = 200
FIRM_FIELDS = ("firm.name", "firm.industry", "firm.township")
_BARE_NUMBER = re.compile(r"[\d.,]\s*$")
_BETWEEN = "；"
DAY, ASIDE, EVERY, DO = "on", "aside", "every", "do"


@dataclass(frozen=True, slots=True)
class CheckupForm:
    """体检表: the words of every field as they were typed, by name; how many items each list has; what is set aside.

    `repeated` names the fields that were sent with several answers; `typed` then holds them all.
    """

    typed: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, int] = field(default_factory=dict)
    set_aside: tuple[str, ...] = ()
    every_question: bool = False
    day: str = ""
    firm: Mapping[str, str] = field(default_factory=dict)
    repeated: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def is_touched(self, clause: t.Clause) -> bool:
        """Whether anything was answered under the clause."""
        return any(name.startswith(f"{clause.identifier}.") for name in self.typed)

    def unit_of(self, name: str) -> str:
        """The unit chosen for an amount; 万元 unless another was chosen."""
        return self.units.get(name, WAN)


def money_like(one: t.Input) -> bool:
    """Whether the field has a unit to choose."""
    return one.kind is t.Kind.MONEY


def with_unit(text: str, unit: str) -> str:
    """An amount with the unit chosen, unless something other than a number ends it (a unit of its own, a slip)."""
    return f"{text}{unit}" if _BARE_NUMBER.search(fold_width(text)) else text


def grant_names(clause: t.Clause, tiers: Iterable[Tier]) -> Iterator[tuple[str, Tier]]:
    """The optional facts 省级实拨 … that the rule speaks of, by name of the field."""
    spoken_of = set(grants_of(clause))
    for tier in tiers:
        if tier.label in spoken_of:
            yield f"{clause.identifier}.granted_{tier.code}", tier


def list_name(clause: t.Clause, one: t.Input) -> str:
    """The name of a list of items, under which the number of its items is sent."""
    return f"{clause.identifier}.{one.identifier}"


def item_name(name: str, index: int, one: t.Input) -> str:
    """The name of one field of one item; items count from 1."""
    return f"{name}[{index}].{one.identifier}"


def read_form(
    sent: Mapping[str, Sequence[str]], clauses: Iterable[t.Clause], tiers: tuple[Tier, ...]
) -> CheckupForm:
    """Read what was sent, the values of each name in order; names that no clause knows are passed over."""
    posted = {name: _BETWEEN.join(_different(values)) for name, values in sent.items()}
    typed: dict[str, str] = {}
    units: dict[str, str] = {}
    items: dict[str, int] = {}
    known: set[str] = set()
    for clause in clauses:
        known.add(clause.identifier)
        for name, is_money in _names(clause, tiers, sent, items):
            text = posted.get(name, "")[:LONGEST].strip()
            if text:
                typed[name] = text
            chosen = [unit for unit in sent.get(f"unit:{name}", ()) if unit in UNITS]
            if is_money and chosen:
                units[name] = chosen[-1]
    firm = {name: posted.get(name, "")[:LONGEST].strip() for name in FIRM_FIELDS}
    aside = tuple(dict.fromkeys(one for one in sent.get(ASIDE, ()) if one in known))
    every = "1" in sent.get(EVERY, ())
    day = posted.get(DAY, "")[:LONGEST].strip()
    repeated = {
        name: answers
        for name in (*typed, *FIRM_FIELDS, DAY)
        for answers in (_different(sent.get(name, ())), _different(sent.get(f"unit:{name}", ())))
        if len(answers) > 1
    }
    return CheckupForm(typed, units, items, aside, every, day, firm, repeated)


def _different(values: Sequence[str]) -> tuple[str, ...]:
    """The answers among the values of one name, each once."""
    return tuple(dict.fromkeys(text for value in values if (text := value.strip())))


def _names(
    clause: t.Clause, tiers: tuple[Tier, ...], sent: Mapping[str, Sequence[str]], items: dict[str, int]
) -> Iterator[tuple[str, bool]]:
    for one in clause.inputs:
        name = list_name(clause, one)
        if one.kind is not t.Kind.LIST:
            yield name, money_like(one)
            continue
        items[name] = max(map(_count, sent.get(f"items:{name}", ())), default=1)
        for index in range(1, items[name] + 1):
            for inner in one.fields:
                yield item_name(name, index, inner), money_like(inner)
    for name, _ in grant_names(clause, tiers):
        yield name, True


def _count(text: str) -> int:
    return min(max(int(text), 1), MOST_ITEMS) if re.fullmatch(r"\d{1,4}", text) else 1


def press(form: CheckupForm, button: str, clauses: Iterable[t.Clause]) -> CheckupForm:
    """The form after a button: an item more or less, a clause set aside or taken up again, all the rest set aside."""
    verb, _, about = button.partition(":")
    match verb:
        case "add" if about in form.items:
            return replace(form, items={**form.items, about: min(form.items[about] + 1, MOST_ITEMS)})
        case "remove":
            return _without_item(form, about)
        case "aside":
            return replace(form, set_aside=tuple(dict.fromkeys((*form.set_aside, about))))
        case "back":
            return replace(form, set_aside=tuple(one for one in form.set_aside if one != about))
        case "rest":
            rest = (clause.identifier for clause in clauses if not form.is_touched(clause))
            return replace(form, set_aside=tuple(dict.fromkeys((*form.set_aside, *rest))))
        case "every":
            return replace(form, every_question=not form.every_question)
    return form


_ITEM = re.compile(r"(?P<list>[^\[\]]+)\[(?P<index>\d{1,3})\]")


def _without_item(form: CheckupForm, about: str) -> CheckupForm:
    """The list without one item; those behind it move up. The last item left is emptied, not removed."""
    match = _ITEM.fullmatch(about)
    if match is None or match["list"] not in form.items:
        return form
    name, gone = match["list"], int(match["index"])

    def moved(names: Mapping[str, str]) -> dict[str, str]:
        kept: dict[str, str] = {}
        for key, value in names.items():
            at = _ITEM.match(key)
            if at is None or at["list"] != name or int(at["index"]) < gone:
                kept[key] = value
            elif int(at["index"]) > gone:
                kept[f"{name}[{int(at['index']) - 1}]{key[at.end() :]}"] = value
        return kept

    left = max(form.items[name] - 1, 1)
    return replace(form, typed=moved(form.typed), units=moved(form.units), items={**form.items, name: left})
