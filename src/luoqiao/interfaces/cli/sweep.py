"""luoqiao sweep: many scenarios over one population: what they cost, who gains, what meets a budget."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path

from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.kernel.money import NotMoney, parse_money
from luoqiao.core.kernel.text import nearest
from luoqiao.core.rules.basis import Basis
from luoqiao.core.rules.design import Design, Laid, lay_out
from luoqiao.core.rules.scenario import TODAY, Scenario
from luoqiao.interfaces.cli import pack_arguments as common
from luoqiao.interfaces.cli.sweep_crowd import Crowd
from luoqiao.interfaces.cli.sweep_design import design_of
from luoqiao.interfaces.cli.sweep_found import Found
from luoqiao.interfaces.cli.sweep_meet import find_values
from luoqiao.interfaces.cli.sweep_population import get_crowd
from luoqiao.interfaces.cli.sweep_result import as_data, as_text, work_out


def add_arguments(parser: ArgumentParser) -> None:
    """The population, what is turned, budgets, and where the result goes."""
    parser.add_argument("file", nargs="?", default="", metavar="企业文件", help="parquet、arrow、csv 或 xlsx")
    parser.add_argument("--synthetic", action="store_true", help="用方案包里的合成总体（示例）")
    parser.add_argument("--clause", default="", metavar="条款", help="只算这些条款，用逗号隔开；不写就是全部")
    parser.add_argument("--set", action="append", default=[], metavar="参数=值", dest="values",
                        help="如 district.rate=0.2..0.3/0.05 或 district.cap=2万,3万，可写多次")  # fmt: skip
    parser.add_argument("--reading", action="append", default=[], metavar="X-11=A,B", help="试几种读法；X-11=* 是全部")
    parser.add_argument("--design", default="", metavar="文件", help="设想写在 toml 或 json 文件里")
    parser.add_argument("--random", type=int, default=0, metavar="个数", help="随机抽这么多个设想")
    parser.add_argument("--latin", type=int, default=0, metavar="个数", help="拉丁方：每个参数的每一段都抽到")
    parser.add_argument("--seed", type=int, default=1, metavar="种子", help="随机的种子，默认 %(default)s")
    parser.add_argument("--budget", action="append", default=[], metavar="district=500万", help="某级的预算，不够就按比例分")
    parser.add_argument("--pareto", action="store_true", help="指出花费与受益家数的边界")
    parser.add_argument("--meet", default="", metavar="district=300万", help="让某级的花费正好用足预算")
    parser.add_argument("--free", action="append", default=[], metavar="参数", help="凑预算时可动的参数，可写多次，或用逗号隔开")
    parser.add_argument("--by", default="", metavar="标签", help="按标签分组，如 industry,township,size")
    parser.add_argument("--parameters", action="store_true", help="只列出可调的参数")
    parser.add_argument("--on", default="", metavar="日期", help="按哪一天的规则，如 2023-06-30")
    parser.add_argument("--out", default="", metavar="结果.xlsx", help="把结果写成工作簿")
    common.add_pack(parser)


def run(arguments: Namespace) -> int:
    """Lay out the scenarios, work them out, print or write them."""
    from luoqiao.interfaces.cli.sweep_parameters import print_parameters

    pack = common.get_pack(arguments)
    if arguments.parameters:
        print_parameters(pack, arguments)
        return 0
    on = common.get_day(pack, arguments)
    crowd = get_crowd(pack, arguments, on)
    design = design_of(crowd.runner.clauses, pack.basis, arguments)
    laid = lay_out(design, crowd.runner.clauses, pack.basis, on) if design.axes else Laid(())
    met = _met(crowd, design, arguments, pack.basis)
    budgets = read_budgets(arguments.budget, pack.basis, "budget")
    today = [Scenario(TODAY)] if budgets and not design.axes else []
    scenarios = (*laid.scenarios, *([met.scenario] if met else today))
    result = work_out(crowd, scenarios, laid, met, budgets, pareto=arguments.pareto, by=_labels(arguments, crowd))
    if arguments.out:
        from luoqiao.interfaces.cli.sweep_book import write_result

        write_result(Path(arguments.out), result, pack)
    if arguments.json:
        common.print_json(as_data(result, pack.basis))
    else:
        print(as_text(result, pack.basis))
    return 0


def _met(crowd: Crowd, design: Design, arguments: Namespace, basis: Basis) -> Found | None:
    if not arguments.meet and not arguments.free:
        return None
    if not arguments.meet or not arguments.free:
        message = "--meet 和 --free 要一起写，如 --meet district=300万 --free district.rate"
        raise Invalid((FieldProblem("meet", arguments.meet or ",".join(arguments.free), "两个都写", message, "LQ-4420"),))
    budgets = read_budgets([arguments.meet], basis, "meet")
    tier, budget = next(iter(budgets.items()))
    return find_values(crowd.runner, design, tier, budget, _words(",".join(arguments.free)), basis)


def read_budgets(texts: list[str], basis: Basis, field: str) -> Mapping[str, int]:
    """`district=500万` or `区级=500万元`, by tier code in fen. Raises Invalid."""
    codes = {name: tier.code for tier in basis.tiers for name in (tier.code, tier.label)}
    found: dict[str, int] = {}
    problems = []
    for text in texts:
        name, equal, amount = (part.strip() for part in text.partition("="))
        if not equal or name not in codes:
            near = nearest(name, codes)
            hint = f"；是不是“{near}”？" if near and equal else "。"
            expected = "、".join(tier.code for tier in basis.tiers)
            message = f"预算写成 district=500万，这里是“{text[:40]}”{hint}可用的级：{expected}"
            problems.append(FieldProblem(field, text[:40], expected, message, "LQ-4421"))
            continue
        if codes[name] in found:
            message = f"{name}的预算写了两次；每一级只写一个"
            problems.append(FieldProblem(field, text[:40], "只写一次", message, "LQ-2016"))
            continue
        try:
            found[codes[name]] = parse_money(amount)
        except NotMoney as fault:
            problems.append(FieldProblem(field, text[:40], "金额，如 500万", fault.message, "LQ-2011"))
    if problems:
        raise Invalid(tuple(problems))
    return found


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.replace("，", ",").split(",") if word.strip()]


def _labels(arguments: Namespace, crowd: Crowd) -> tuple[str, ...]:
    labels = _words(arguments.by)
    for label in labels:
        if label not in crowd.labels:
            near = nearest(label, crowd.labels)
            hint = f"；是不是“{near}”？" if near else "。"
            expected = "、".join(crowd.labels) or "（没有标签列）"
            message = f"没有标签“{label[:40]}”{hint}可用：{expected}"
            raise Invalid((FieldProblem("by", label[:40], expected, message, "LQ-4422"),))
    return tuple(labels)

