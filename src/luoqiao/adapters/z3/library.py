"""证明库: the one place that imports Z3; a machine without it is told which command installs it."""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from typing import Any

from luoqiao.core.kernel.errors import DomainError


class ProverMissing(DomainError):
    """没有装证明库."""

    code = "LQ-4160"

    def __init__(self) -> None:
        super().__init__("没有装证明库 Z3，不能重新证明；运行 scripts/setup proof 安装")


def has_prover() -> bool:
    """Whether Z3 is installed here."""
    return find_spec("z3") is not None


@lru_cache(maxsize=1)
def z3() -> Any:
    """The library; raises ProverMissing. It is untyped, hence Any."""
    try:
        import z3 as library  # type: ignore[import-untyped]  # the library has no types
    except ImportError:
        raise ProverMissing from None
    return library


@lru_cache(maxsize=65_536)
def number(value: int) -> Any:
    """A whole number as a term; made once, because making one is slow."""
    return z3().IntVal(value)


def prover_name() -> str:
    """Name and version, kept with the proofs."""
    return f"Z3 {z3().get_version_string()}"
