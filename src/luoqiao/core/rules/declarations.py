"""输入的声明: no name twice, no reserved name, needed inputs used, defaults among the options."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.problems import Problem


def options_of(one: t.Input) -> tuple[str, ...]:
    """Option labels of a yes/no or choice input."""
    return ("是", "否") if one.kind is t.Kind.YES_NO else tuple(o.label for o in one.options)


def check_inputs(clause: t.Clause, used: set[str], tiers: tuple[str, ...]) -> Iterator[Problem]:
    """Declarations: no name twice, no tier as a name, needed inputs used, defaults among the options."""
    seen: dict[str, t.Input] = {}
    for one in clause.inputs:
        for name in (one.label, one.identifier):
            if name in seen:
                yield Problem("LQ-1413", f"“{name}”声明了两次", one.at)
            seen[name] = one
    for one in clause.inputs:
        yield from _check_fields(one, seen)
        if one.label in tiers or one.identifier.startswith("granted_"):
            yield Problem("LQ-1413", f"“{one.label} {one.identifier}”是保留的名称，换一个", one.at)
        if one.default and (one.need is not t.Need.OPTIONAL or not options_of(one)):
            yield Problem("LQ-1414", "只有选填的是否、选项可以写缺省", one.at)
        elif one.default and one.default not in options_of(one):
            yield Problem("LQ-1412", f"缺省“{one.default}”不在选项 {'、'.join(options_of(one))} 里", one.at)
        if one.need is not t.Need.KEPT and one.label not in used:
            yield Problem("LQ-1415", f"输入“{one.label}”没有用到；用上它，或改成“记录”", one.at)


def _check_fields(items: t.Input, inputs: Mapping[str, t.Input]) -> Iterator[Problem]:
    """What each item of a list states: names of its own, a plain type, always needed."""
    seen = dict(inputs)
    for one in items.fields:
        for name in (one.label, one.identifier):
            if name in seen:
                yield Problem("LQ-1413", f"“{name}”声明了两次", one.at)
            seen[name] = one
        if one.kind is t.Kind.LIST:
            yield Problem("LQ-1413", f"“{one.label}”在清单里，不能又是清单", one.at)
        if one.default:
            yield Problem("LQ-1414", "只有选填的是否、选项可以写缺省", one.at)
