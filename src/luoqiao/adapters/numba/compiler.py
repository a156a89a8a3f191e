"""编译: written kernels as real files under a cache folder, compiled once a machine and loaded from there afterwards."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numba
from numba.core.compiler import CompilerBase, DefaultPassBuilder

from luoqiao.adapters.numba import ops


class _Apart(CompilerBase):
    """The ordinary pipeline, told that no two columns overlap: without that a loop with many outputs stays scalar."""

    def define_pipelines(self) -> list[Any]:
        self.state.flags.noalias = True
        return [DefaultPassBuilder.define_nopython_pipeline(self.state)]  # type: ignore[no-untyped-call] # the library is untyped here


def kernel(function: Callable[..., None]) -> Callable[..., None]:
    """Compile a written kernel: cached on disk, without the interpreter's lock, products and sums fused."""
    compiled: Callable[..., None] = numba.njit(
        cache=True, nogil=True, fastmath={"contract"}, error_model="numpy", pipeline_class=_Apart
    )(function)
    return compiled


@lru_cache(maxsize=512)
def load(source: str, folder: Path) -> Callable[..., None]:
    """The kernel of this source: written to the folder when it is not there, imported, compiled at its first call."""
    stamp = Path(ops.__file__).read_text("utf-8") + Path(__file__).read_text("utf-8") + numba.__version__
    name = f"kernel_{hashlib.sha256((source + stamp).encode()).hexdigest()[:24]}"
    file = folder / f"{name}.py"
    if not file.exists():
        _write(file, source)
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise ImportError(name)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # a compiled kernel finds its module by name when it is loaded
    spec.loader.exec_module(module)
    found: Callable[..., None] = module.run
    return found


def _write(file: Path, source: str) -> None:
    """Whole or not at all: another process may be writing the same kernel."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=file.parent, suffix=".part")
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(source)
    Path(name).replace(file)
