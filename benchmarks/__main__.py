"""`python -m benchmarks rules`: run one area, or all."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from benchmarks.measure import report


def main() -> int:
    """Run the areas named; without a name, every module here that has `rows`."""
    known = sorted(p.stem for p in Path(__file__).parent.glob("*.py") if "\ndef rows(" in p.read_text("utf-8"))
    areas = sys.argv[1:] or known
    for area in areas:
        if area not in known:
            print(f"没有测量项目“{area}”；有 {'、'.join(known)}", file=sys.stderr)
            return 2
        try:
            report(area, importlib.import_module(f"benchmarks.{area}").rows())
        except ModuleNotFoundError as missing:
            if missing.name not in ("numba", "numpy", "polars"):
                raise
            print(f"量“{area}”还缺 {missing.name}；请先运行 scripts/setup compute", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
