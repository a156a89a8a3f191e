"""资金和审计的速度: the ledger, payments, the chain; each on a database of its own, in a process of its own."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

from benchmarks.funds_chain import chain_rows
from benchmarks.funds_ledger import ledger_rows
from benchmarks.funds_payment import payment_rows
from benchmarks.measure import Row

PARTS: tuple[Callable[[], list[Row]], ...] = (ledger_rows, payment_rows, chain_rows)


def rows() -> list[Row]:
    """Every measurement of this area."""
    context = multiprocessing.get_context("spawn")
    found: list[Row] = []
    for part in PARTS:
        with ProcessPoolExecutor(1, mp_context=context) as pool:
            found += pool.submit(part).result()
    return found
