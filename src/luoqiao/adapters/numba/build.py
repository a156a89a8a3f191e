"""编译: one written kernel to machine code for this very processor; the only module that needs the compiler itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numba
from numba import types
from numba.core.compiler import CompilerBase, DefaultPassBuilder


class _Apart(CompilerBase):
    """The ordinary pipeline, told that no two columns overlap: without that a loop with many outputs stays scalar."""

    def define_pipelines(self) -> list[Any]:
        self.state.flags.noalias = True
        return [DefaultPassBuilder.define_nopython_pipeline(self.state)]  # type: ignore[no-untyped-call] # the library is untyped here


def build(source: str, file: Path, argument_types: Sequence[str]) -> tuple[str, bytes]:
    """The symbol and the object code of the kernel `run` of this source; its arguments are pointers, then the rows."""
    scope: dict[str, Any] = {"__name__": file.stem, "__file__": str(file)}
    exec(compile(source, str(file), "exec"), scope)  # noqa: S102 - source is written from the checked tree, never from input
    function: Callable[..., None] = scope["run"]
    options: Any = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}  # only the loop itself is kept
    signature: Any = types.void(*(_pointer(name) for name in argument_types), types.int64)
    compiled: Any = numba.njit(
        signature, nogil=True, fastmath={"contract"}, error_model="numpy", pipeline_class=_Apart, **options
    )(function)
    result = compiled.overloads[compiled.signatures[0]]
    code: bytes = result.library.serialize_using_object_code()[2][0]
    return str(result.fndesc.llvm_func_name), code


def _pointer(name: str) -> Any:
    return types.CPointer(getattr(types, name))  # type: ignore[no-untyped-call] # the library is untyped here
