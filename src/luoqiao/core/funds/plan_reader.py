"""读 funds.toml: who handles money in this programme, how the bank wants it; every fault listed, a faulty file gives nothing."""

from __future__ import annotations

from collections.abc import Mapping

from luoqiao.core.funds.duty import FundsDeed, FundsPlan, FundsSeat
from luoqiao.core.funds.payment_layout import read_layouts, read_results_layout
from luoqiao.core.kernel.tables import Row, read_tables
from luoqiao.core.parties.actor import Role


def parse_funds(data: Mapping[str, object], file: str = "funds.toml") -> FundsPlan:
    """The duties and layouts of a programme; refuses the file with every finding (UnusableTables)."""
    with read_tables(data, file) as tables:
        duties = tables.one("duties")
        named = [deed for deed in FundsDeed if duties.has(deed.value)]
        seats = {deed: tuple(_seat(duties, text) for text in duties.texts(deed.value)) for deed in named}
        duties.close()
        recorded = tables.one("recorded")
        payees = frozenset(recorded.texts("payees"))
        recorded.close()
        layouts, results = read_layouts(tables), None
        if "results_layout" in data:
            table = tables.one("results_layout")
            results = read_results_layout(table)
            table.close()
    return FundsPlan(seats, payees, layouts, results)


def _seat(row: Row, text: str) -> FundsSeat:
    role, _, place = text.partition("@")
    if role not in {one.value for one in Role}:
        row.fault(f"“{text}”不是席位；写成 岗位@单位，如 finance_officer@finance")
        return FundsSeat(Role.FINANCE_OFFICER)
    return FundsSeat(Role(role), place)
