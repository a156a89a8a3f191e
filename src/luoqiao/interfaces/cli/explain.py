"""luoqiao explain: the same case with every step, its quote, the arithmetic, and what is near."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from luoqiao.core.rules.earlier import read_earlier
from luoqiao.core.rules.nearby import cliffs
from luoqiao.core.rules.present import as_data, as_html, as_text
from luoqiao.interfaces.cli import pack_arguments as common
from luoqiao.interfaces.cli.calc import answer_for


def add_arguments(parser: ArgumentParser) -> None:
    """As calc, and --html."""
    common.add_case(parser)
    parser.add_argument("--html", action="store_true", help="按 HTML 片段输出")


def run(arguments: Namespace) -> int:
    """Print the explanation."""
    answer, facts = answer_for(arguments)
    pack = common.get_pack(arguments)
    earlier = read_earlier(answer.clause, common.get_object(arguments.earlier, "earlier"), pack.basis.tiers)
    edges = cliffs(answer.clause, facts, answer, earlier=earlier, basis=pack.basis)
    if arguments.json:
        common.print_json(as_data(answer) | {"cliffs": [edge.text for edge in edges]})
    elif arguments.html:
        print(as_html(answer))
    else:
        print("\n".join([as_text(answer), *(f"断崖：{edge.text}" for edge in edges)]))
    return 0
