"""整数项求值: the plainest reading of a term over whole numbers, the yardstick of every backend."""

from collections.abc import Mapping, Sequence

from luoqiao.core.rules import terms as w

Env = Mapping[str, object]


def value_of(term: w.Term, env: Env) -> int:
    """What a term is worth; a name that is None or absent is not given."""
    match term:
        case w.Const(value=value):
            return value
        case w.Var(name=name):
            found = env[name]
            assert isinstance(found, int), name
            return found
        case w.Has(name=name):
            return int(env.get(name) is not None)
        case w.Not(term=inner):
            return int(not value_of(inner, env))
        case w.If(test=test, then=then, otherwise=otherwise):
            return value_of(then if value_of(test, env) else otherwise, env)
        case w.SumItems(items=items, body=body):
            rows = env[items]
            assert isinstance(rows, Sequence)
            return sum(value_of(body, {**env, **row}) for row in rows)
        case w.Bin(op=op, left=left, right=right):
            return _binary(op, left, right, env)


def _binary(op: str, left: w.Term, right: w.Term, env: Env) -> int:
    a = value_of(left, env)
    if op in ("and", "or"):
        return a if bool(a) == (op == "or") else value_of(right, env)
    b = value_of(right, env)
    match op:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
        case "//":
            return a // b
        case "min":
            return min(a, b)
        case "max":
            return max(a, b)
        case ">":
            return int(a > b)
        case ">=":
            return int(a >= b)
        case "<":
            return int(a < b)
        case "<=":
            return int(a <= b)
        case _:
            return int(a == b)
