"""luoqiao calc: one case under one clause; the answer as plain text or JSON."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from luoqiao.core.rules.answer import Answer, Outcome
from luoqiao.core.rules.earlier import read_earlier
from luoqiao.core.rules.explain import explain
from luoqiao.core.rules.facts import Facts, read_facts
from luoqiao.core.rules.present import as_data, headline, question_text
from luoqiao.core.rules.wording import share_marks, show_range
from luoqiao.interfaces.cli import pack_arguments as common


def add_arguments(parser: ArgumentParser) -> None:
    """clause, facts, readings, day, --json."""
    common.add_case(parser)


def run(arguments: Namespace) -> int:
    """Print the answer; bad input is refused by the frame with exit status 2."""
    answer, _ = answer_for(arguments)
    if arguments.json:
        common.print_json(as_data(answer))
    else:
        print(short_text(answer))
    return 0


def answer_for(arguments: Namespace) -> tuple[Answer, Facts]:
    """Read the case from the command line and judge it."""
    pack = common.get_pack(arguments)
    clause = common.get_clause(pack, arguments.clause)
    basis = pack.basis
    facts = read_facts(clause, common.get_object(arguments.facts, "facts"), basis.tiers)
    earlier = read_earlier(clause, common.get_object(arguments.earlier, "earlier"), basis.tiers)
    on = common.get_day(pack, arguments)
    answer = explain(clause, facts, on=on, readings=common.get_readings(arguments), earlier=earlier, basis=basis)
    return answer, facts


def short_text(answer: Answer) -> str:
    """Outcome, shares by tier, open questions; `luoqiao explain` says how it came about."""
    lines = [f"{answer.clause.title}：{headline(answer)}"]
    if answer.outcome is not Outcome.NOT_ENTITLED:
        for share in answer.shares.values():
            marks = "".join(f"（{m}）" for m in share_marks(share))
            lines.append(f"  {share.tier.label}  {show_range(share.amount)}{marks}")
    lines += [f"还要回答：{question_text(q.input)}（{q.path}）" for q in answer.open_questions]
    lines += [f"注意：{f.message}（{f.code}）" for f in answer.findings]
    undecided = [str(r) for r in answer.readings if r.default]
    lines.append(f"按 {answer.on} 的规则；读法 {'、'.join(map(str, answer.readings)) or '无'}"
                 + (f"，其中 {'、'.join(undecided)} 未裁定，按默认" if undecided else ""))  # fmt: skip
    return "\n".join(lines)
