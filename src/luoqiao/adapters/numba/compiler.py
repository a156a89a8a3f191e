"""载入内核: machine code of written kernels under a cache folder, compiled once a machine and loaded in milliseconds after.

Loading needs only LLVM's loader; the compiler itself is imported when a kernel is not there yet. A file is used only if
it is whole and only this user could have written it.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import llvmlite.binding as llvm  # type: ignore[import-untyped] # the library publishes no types

Kernel = Callable[[Sequence[int], int], None]
"""Called with the addresses of the columns and the number of rows; the interpreter goes on meanwhile."""
HERE = Path(__file__).parent


@lru_cache(maxsize=512)
def load(source: str, argument_types: tuple[str, ...], folder: Path) -> Kernel:
    """The kernel of this source for columns of these types."""
    parts = (source, " ".join(argument_types), _machine(), *(HERE.joinpath(n).read_text("utf-8") for n in ("ops.py", "build.py")))
    name = f"kernel_{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:24]}"
    found = _read(folder, name)
    if found is None:
        from luoqiao.adapters.numba.build import build

        file = folder / f"{name}.py"
        symbol, code = found = build(source, file, argument_types)
        note = {"symbol": symbol, "sha256": hashlib.sha256(code).hexdigest()}
        _keep({file: source.encode(), folder / f"{name}.o": code, folder / f"{name}.json": json.dumps(note).encode()})
    return _link(*found, len(argument_types))


@lru_cache(maxsize=1)
def _machine() -> str:
    """Everything that machine code depends on."""
    features = ",".join(sorted(name for name, on in llvm.get_host_cpu_features().items() if on))
    return f"{version('numba')} {version('llvmlite')} {llvm.get_host_cpu_name()} {features}"


@lru_cache(maxsize=1)
def _target() -> object:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    return llvm.Target.from_default_triple().create_target_machine()


def _link(symbol: str, code: bytes, arguments: int) -> Kernel:
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), _target())
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    address = engine.get_function_address(symbol)
    kind = ctypes.CFUNCTYPE(ctypes.c_int32, *[ctypes.c_void_p] * (arguments + 2), ctypes.c_int64)
    function = kind(address)

    def call(addresses: Sequence[int], rows: int) -> None:
        nothing, failure = ctypes.c_void_p(), ctypes.c_void_p()
        status = function(ctypes.addressof(nothing), ctypes.addressof(failure), *addresses, rows)
        if status != 0:
            raise RuntimeError(f"kernel {symbol} ended with {status} of {engine}")  # keeps the engine alive as well

    return call


def _read(folder: Path, name: str) -> tuple[str, bytes] | None:
    """Symbol and code; nothing where a file is missing, foreign or damaged."""
    code_file, note_file = folder / f"{name}.o", folder / f"{name}.json"
    try:
        if any(held.stat().st_uid != os.getuid() or held.stat().st_mode & 0o022 for held in (code_file, note_file, folder)):
            return None
        code, note = code_file.read_bytes(), json.loads(note_file.read_bytes())
    except (OSError, ValueError):
        return None
    whole = isinstance(note, dict) and "symbol" in note and note.get("sha256") == hashlib.sha256(code).hexdigest()
    return (str(note["symbol"]), code) if whole else None


def _keep(files: Mapping[Path, bytes]) -> None:
    """Keep them for the next start; a place that is full or cannot be written costs that start time, not this result."""
    try:
        for file, content in files.items():
            _write(file, content)
    except OSError:
        return


def _write(file: Path, content: bytes) -> None:
    """Whole or not at all: another process may be writing the same kernel."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=file.parent, suffix=".part")
    half = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        half.replace(file)
    finally:
        half.unlink(missing_ok=True)
