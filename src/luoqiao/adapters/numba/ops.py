"""内核的基本运算: the few operations that generated kernels use, written so that the compiler can run many rows at once.

A choice is a select, never a branch; a floor is one instruction; a byte or an integer becomes a double exactly.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir  # type: ignore[import-untyped] # the library publishes no types
from numba import types
from numba.extending import intrinsic

__all__ = ["both", "choose", "either", "floor", "negated"]

Emitted = tuple[Any, Any]


@intrinsic
def choose(typing: Any, test: Any, then: Any, otherwise: Any) -> Emitted:
    """then where test holds, else otherwise; both of one type."""

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        flag, yes, no = arguments
        return builder.select(flag, yes, no)

    kind = types.unliteral(then)  # type: ignore[no-untyped-call] # the library is untyped here
    return kind(types.boolean, kind, kind), emit


@intrinsic
def both(typing: Any, left: Any, right: Any) -> Emitted:
    """left and right, both worked out."""

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.and_(*arguments)

    return types.boolean(types.boolean, types.boolean), emit


@intrinsic
def either(typing: Any, left: Any, right: Any) -> Emitted:
    """left or right, both worked out."""

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.or_(*arguments)

    return types.boolean(types.boolean, types.boolean), emit


@intrinsic
def negated(typing: Any, flag: Any) -> Emitted:
    """not flag."""

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.xor(arguments[0], ir.Constant(arguments[0].type, 1))

    return types.boolean(types.boolean), emit


@intrinsic
def floor(typing: Any, value: Any) -> Emitted:
    """The greatest whole number not above a double, as a double."""

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind = ir.DoubleType()
        return builder.call(builder.module.declare_intrinsic("llvm.floor", [kind]), arguments)

    return types.float64(types.float64), emit
