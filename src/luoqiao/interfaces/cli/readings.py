"""luoqiao readings: what is unclear in the document, the options, and who decided which."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from luoqiao.core.rules.readings import ReadingQuestion, in_force
from luoqiao.interfaces.cli import pack_arguments as common


def add_arguments(parser: ArgumentParser) -> None:
    """An optional reading, and --on."""
    parser.add_argument("reading", nargs="?", default="", metavar="X-04", help="只看这一条")
    parser.add_argument("--on", default="", metavar="日期", help="哪一天的裁定，如 2023-06-30")
    common.add_pack(parser)


def run(arguments: Namespace) -> int:
    """List the readings, or show one whole."""
    pack = common.get_pack(arguments)
    on = common.get_day(pack, arguments)
    if arguments.reading:
        chosen = [pack.readings.get_question(arguments.reading)]
    else:
        chosen = list(pack.readings.questions)
    if arguments.json:
        found = [reading_data(question, on) for question in chosen]
        common.print_json(found[0] if arguments.reading else found)
        return 0
    for question in chosen:
        print(_line(question, on))
        if arguments.reading:
            print(_whole(question))
    return 0


def _line(question: ReadingQuestion, on: date) -> str:
    letter, default = in_force(question, on)
    state = "未裁定，按默认" if default else "已裁定"
    money = "　动钱" if question.moves_money else ""
    return f"{question.id} {question.question}　[{letter}｜{state}]{money}"


def _whole(question: ReadingQuestion) -> str:
    lines = []
    for option in question.options:
        lines.append(f"  {option.letter} {option.wording}")
        lines += [f"     「{c.quote}」 —— {c.anchor}" for c in option.citations]
    if question.unclear:
        lines += [f"  不清之处「{c.quote}」 —— {c.anchor}" for c in question.unclear]
    if question.clauses:
        lines.append(f"  条款 {'、'.join(question.clauses)}")
    return "\n".join(lines)


def reading_data(question: ReadingQuestion, on: date) -> dict[str, object]:
    """A reading for programs."""
    letter, default = in_force(question, on)
    return {
        "reading": question.id, "question": question.question, "group": question.group,
        "moves_money": question.moves_money, "clauses": list(question.clauses), "default": question.default,
        "option": letter, "decided": not default,
        "options": [
            {"option": o.letter, "text": o.wording, "quotes": [{"anchor": c.anchor, "text": c.quote} for c in o.citations]}
            for o in question.options
        ],
    }  # fmt: skip
