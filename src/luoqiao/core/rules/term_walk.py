"""走遍整数项: what a term is made of, which names it reads, and names replaced by what they stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from luoqiao.core.rules import terms as w


def parts_of(term: w.Term) -> tuple[w.Term, ...]:
    """The terms directly below a term."""
    match term:
        case w.Bin(left=left, right=right):
            return (left, right)
        case w.Not(term=inner):
            return (inner,)
        case w.If(test=test, then=then, otherwise=otherwise):
            return (test, then, otherwise)
        case w.SumItems(body=body):
            return (body,)
        case _:
            return ()


def terms_below(term: w.Term) -> Iterator[w.Term]:
    """The term and everything below it."""
    pending = [term]
    while pending:
        one = pending.pop()
        yield one
        pending += parts_of(one)


def names_of(term: w.Term) -> Iterator[str]:
    """Every variable, optional and list that a term reads, as often as it does."""
    pending = [term]
    while pending:
        one = pending.pop()
        match one:
            case w.Var(name=name) | w.Has(name=name):
                yield name
            case w.SumItems(items=items):
                yield items
        pending += parts_of(one)


def substitute(term: w.Term, put: Mapping[str, w.Term]) -> w.Term:
    """The term with variables replaced by what stands for them."""
    match term:
        case w.Var(name=name):
            return put.get(name, term)
        case w.Bin(op=op, left=left, right=right):
            return w.Bin(op, substitute(left, put), substitute(right, put))
        case w.Not(term=inner):
            return w.Not(substitute(inner, put))
        case w.If(test=test, then=then, otherwise=otherwise):
            return w.If(substitute(test, put), substitute(then, put), substitute(otherwise, put))
        case w.SumItems(items=items, body=body):
            return w.SumItems(items, substitute(body, put))
        case _:
            return term
