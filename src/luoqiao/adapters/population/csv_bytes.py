"""八个字节一起看: the few operations of the text kernel that look at eight bytes at once."""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]  # no types are published for it
from numba import njit, types
from numba.extending import intrinsic

LOW = np.array([(1 << (8 * n)) - 1 for n in range(9)], dtype=np.uint64)
"""Masks that keep the first so many bytes."""
_ONE, _TOP = np.uint64(0x0101010101010101), np.uint64(0x8080808080808080)
_ZEROS, _SIX, _LINE = np.uint64(0x3030303030303030), np.uint64(0x4646464646464646), np.uint64(0x0A0A0A0A0A0A0A0A)


def _load_eight(context: Any, buffer: Any, at: Any) -> Any:
    """Eight bytes from any place of a byte array, the first one lowest."""
    signature = types.uint64(buffer, types.intp)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, arguments[0])
        place = builder.gep(array.data, [arguments[1]])
        return builder.load(builder.bitcast(place, ir.IntType(64).as_pointer()), align=1)

    return signature, generate


def _first_set(context: Any, word: Any) -> Any:
    """The number of the lowest bit that is set; 64 when none is."""
    signature = types.int64(types.uint64)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 0))

    return signature, generate


load_eight: Any = intrinsic(_load_eight)
first_set: Any = intrinsic(_first_set)


@njit(cache=True, nogil=True)
def digits_in(eight: Any) -> Any:
    """How many of eight bytes are digits before the first that is none."""
    others = ((eight + _SIX) | (eight - _ZEROS)) & _TOP
    return first_set(others) >> 3


@njit(cache=True, nogil=True)
def eight_digits(eight: Any, size: Any) -> Any:
    """The number that the first `size` bytes write, one to eight digits."""
    word = (eight ^ _ZEROS) << np.uint64(64 - 8 * size)
    word = (word * np.uint64(2561)) >> np.uint64(8)
    word = ((word & np.uint64(0x00FF00FF00FF00FF)) * np.uint64(6553601)) >> np.uint64(16)
    word = ((word & np.uint64(0x0000FFFF0000FFFF)) * np.uint64(42949672960001)) >> np.uint64(32)
    return np.int64(word)


@njit(cache=True, nogil=True)
def cell_end(buffer: Any, at: int, marks: Any) -> Any:
    """Where the cell ends: the next separator (repeated in `marks`) or line end."""
    while True:
        eight = load_eight(buffer, at)
        one, other = eight ^ marks, eight ^ _LINE
        found = (((one - _ONE) & ~one) | ((other - _ONE) & ~other)) & _TOP
        if found != np.uint64(0):
            return at + (first_set(found) >> 3)
        at += 8
