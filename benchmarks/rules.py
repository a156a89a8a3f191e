"""规则的速度: reading and checking the pack, explaining, calculating, the command, the calculator page under load."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from datetime import date
from pathlib import Path

from benchmarks.measure import Row, of_durations, repeat, show
from luoqiao.core.rules.compile_python import compile_clause
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import read_facts
from luoqiao.core.rules.present import as_data
from luoqiao.policies import open_pack, pack_reader, pack_rules
from luoqiao.policies.pack_cache import open_cached

NAME = "luojiang_2022_31"
ON = date(2023, 6, 30)
CASES: dict[str, dict[str, object]] = {
    "cloud_adoption": {"annual_service_fee": "186400"},
    "technology_upgrade": {"production_equipment_investment": "1500万", "provincial_base": "2000万",
                           "provincial_leading_enterprise": False},
    "upgrade_loan_interest": {"provincial_key_project": True, "partner_bank": True, "first_drawdown_on": "2022-09-01",
                              "drawdown_on": "2023-03-01", "principal": "600万", "months": 6},
    "first_set_national": {"kind": "complete", "market_unit_price": "286万", "batch_contract_price": "0"},
    "first_set_provincial": {"kind": "key_component", "market_unit_price": "0", "batch_contract_price": "70万"},
    "open_challenge": {"approved_project_fund": "150万", "district_entity_succeeded": True},
    "industrial_internet_demo": {"it_investment": "800万"},
    "industrial_app": {"apps": [{"last_year_service_expenditure": "20万"}, {"last_year_service_expenditure": "3万"}]},
    "five_g_demo": {"completed_investment": "640万", "it_investment": "40万"},
    "supply_chain_platform": {"annual_transaction": "12亿"},
    "champion_national": {"newly_recognised": True},
    "champion_provincial": {"newly_recognised": True},
    "little_giant": {"event": "new"},
    "srdi": {"event": "recheck_passed"},
}  # fmt: skip


def rows() -> list[Row]:
    """Every measurement of this area."""
    pack = open_pack(NAME)
    basis = pack.basis
    facts = {name: read_facts(pack.clauses[name], given) for name, given in CASES.items()}
    compiled = {name: compile_clause(pack.clauses[name], on=ON, basis=basis) for name in CASES}
    calls = [(c.function, c.arguments(facts[name])) for name, c in compiled.items()]
    by_hand = repeat("P-01 written by hand", lambda: _cloud_by_hand(18_640_000, None, 0, 0), n=20, inner=20_000)
    one = compiled["cloud_adoption"]
    arguments = one.arguments(facts["cloud_adoption"])
    single = repeat("P-01 generated", lambda: one.function(*arguments), n=20, inner=20_000)

    def all_explained() -> None:
        for name, one_case in facts.items():
            explain(pack.clauses[name], one_case, on=ON, basis=basis)

    def all_calculated() -> None:
        for function, values in calls:
            function(*values)

    cloud = pack.clauses["cloud_adoption"]
    slowest = max(
        (repeat(f"explain {name}", lambda n=name: explain(pack.clauses[n], facts[n], on=ON, basis=basis), n=10, inner=100,
                goal="≤ 100 µs") for name in CASES),
        key=lambda row: row.median,
    )  # fmt: skip
    bare = _process([sys.executable, "-c", "pass"], n=10)
    return [
        repeat("read and check the whole pack", _read_and_check, n=5, goal="≤ 1 s"),
        repeat("cached start of the pack", _cached(), n=20, goal="≤ 100 ms"),
        repeat("explain cloud_adoption, with quotes", lambda: explain(cloud, facts["cloud_adoption"], on=ON, basis=basis),
               n=20, inner=200, goal="≤ 100 µs"),
        slowest,
        repeat("explain all fourteen, with quotes", all_explained, n=20, inner=20, goal="≤ 1 ms"),
        repeat("the same as JSON-ready data", lambda: as_data(explain(cloud, facts["cloud_adoption"], on=ON, basis=basis)),
               n=20, inner=100),
        repeat("calculate all fourteen, generated functions", all_calculated, n=20, inner=2_000, goal="≤ 10 µs",
               baseline=f"P-01 alone {show(single.median)}, by hand {show(by_hand.median)}"),
        _command(bare),
        *_page(),
    ]  # fmt: skip


def _cloud_by_hand(fee: int, granted_city: int | None, city_before: int, district_before: int) -> tuple[int, int, int]:
    """P-01 as one would write it without the language: the baseline of the generated function."""
    if fee <= 5_000_000:
        return 0, 0, 0
    city = min((fee * 3 + 5) // 10, max(0, 10_000_000 - city_before)) if granted_city is None else granted_city
    return 0, city, min((city * 2 + 5) // 10, max(0, 2_000_000 - district_before))


def _read_and_check() -> None:
    pack_reader.open_pack.cache_clear()
    for cached in (pack_rules.check_all, pack_rules.check_rules, pack_rules.all_coverage):
        cached.cache_clear()
    pack_rules.check_all(pack_reader.open_pack(NAME))


def _cached() -> object:
    folder = Path(tempfile.mkdtemp())
    open_cached(NAME, folder)
    return lambda: open_cached(NAME, folder)


def _process(command: list[str], n: int) -> list[float]:
    found = []
    for _ in range(n + 1):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        found.append(time.perf_counter() - start)
    return found[1:]


def _command(bare: list[float]) -> Row:
    program = Path(sys.executable).with_name("luoqiao")
    command = [str(program), "calc", "cloud_adoption", "--facts", json.dumps(CASES["cloud_adoption"]), "--json"]
    baseline = of_durations("bare", bare)
    return of_durations("luoqiao calc, whole process", _process(command, 10), goal="≤ 400 ms",
                        baseline=f"python -c pass {show(baseline.median)}")  # fmt: skip


# -- the page -----------------------------------------------------------------------------------------------


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _get(url: str) -> float:
    start = time.perf_counter()
    with urllib.request.urlopen(url, timeout=30) as answer:
        answer.read()
    return time.perf_counter() - start


def _page() -> list[Row]:
    """p95 of the calculator page with 8 concurrent readers, each answer with other facts."""
    data, port = tempfile.mkdtemp(), _free_port()
    program = Path(sys.executable).with_name("luoqiao")
    server = subprocess.Popen(
        [str(program), "run"], env=os.environ | {"PORT": str(port), "DATA": data},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    base = f"http://127.0.0.1:{port}"
    try:
        _wait(base)
        alone = [_get(f"{base}/policies/cloud_adoption/?annual_service_fee={fee}") for fee in range(60_000, 60_040)]
        found: list[float] = []
        lock = threading.Lock()

        def reader(number: int) -> None:
            mine = [_get(f"{base}/policies/cloud_adoption/?annual_service_fee={100_000 + number * 1000 + i}")
                    for i in range(40)]  # fmt: skip
            with lock:
                found.extend(mine)

        readers = [threading.Thread(target=reader, args=(n,)) for n in range(8)]
        for one in readers:
            one.start()
        for one in readers:
            one.join()
        ordered = sorted(found)
        p95 = ordered[int(len(ordered) * 0.95)]
        return [of_durations(f"calculator page, 8 readers (p95 {show(p95)})", found, goal="p95 ≤ 120 ms",
                             baseline=f"one reader {show(sorted(alone)[len(alone) // 2])}")]  # fmt: skip
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)


def _wait(base: str) -> None:
    for _ in range(300):
        try:
            _get(base)
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(base)
