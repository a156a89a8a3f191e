"""呈现: an answer as rows for a page, as data for programs, as Chinese text, as HTML. One source, four forms."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from luoqiao.core.kernel.money import yuan_text
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.answer import Answer, Outcome, Share, Step
from luoqiao.core.rules.nearby import distances
from luoqiao.core.rules.wording import (
    OUTCOME_WORDS,
    arithmetic,
    range_data,
    share_marks,
    show_input,
    show_range,
    show_val,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StepRow:
    """一步, ready to be read: head word, rule words, arithmetic, result, verdict, quotes."""

    number: int
    head: str
    rule: str
    arithmetic: tuple[str, ...]
    result: str
    verdict: bool | None
    quotes: tuple[t.Quote, ...]
    line: int


def _kinds(clause: t.Clause) -> dict[str, t.Kind]:
    kinds = {i.label: i.kind for i in clause.inputs}
    for one in clause.inputs:
        kinds |= {f.label: f.kind for f in one.fields}
    for statement in t.statements_of(clause):
        if isinstance(statement, t.Define) and not isinstance(statement.value, t.ByRange | t.ByChoice):
            for node in t.walk(statement.value):
                if isinstance(node, t.WholeMonths) or (isinstance(node, t.Ref) and kinds.get(node.name) is t.Kind.MONTHS):
                    kinds.setdefault(statement.names[0], t.Kind.MONTHS)
    return kinds


def step_rows(answer: Answer) -> tuple[StepRow, ...]:
    """The steps of the calculation in order."""
    kinds = _kinds(answer.clause)
    return tuple(_row(number, step, kinds) for number, step in enumerate(answer.steps, 1))


def _row(number: int, step: Step, kinds: dict[str, t.Kind]) -> StepRow:
    statement = step.statement
    words = list(arithmetic(step.traced, kinds))
    quotes = statement.quotes
    rule = statement.text
    if isinstance(statement, t.Condition):
        head, result = "条件", {True: "满足", False: "不满足", None: "还不清楚"}[step.verdict]
    else:
        head = "、".join(name for name, _ in step.results)
        result = "、".join(show_val(v, kinds.get(name, t.Kind.MONEY)) for name, v in step.results)
        if isinstance(step.branch, t.RangeArm | t.ChoiceArm):
            words.insert(0, f"适用“{step.branch.text.replace('：', ':').split(':')[0].strip()}”一档")
            quotes = quotes + step.branch.quotes
    return StepRow(number, head, rule, tuple(words), result, step.verdict, quotes, statement.at.line)


def share_data(share: Share) -> dict[str, object]:
    """One tier for programs."""
    return {
        "tier": share.tier.code, "label": share.tier.label,
        "amount": None if share.amount.exact is None else yuan_text(share.amount.exact),
        "range": range_data(share.amount), "estimate": share.estimate, "ceiling": share.ceiling,
        "awaiting": share.awaiting.code if share.awaiting else None,
        "granted": None if share.granted is None else yuan_text(share.granted),
        "computed": range_data(share.computed) if share.computed else None,
        "payee": share.payee or None, "marks": list(share_marks(share)),
    }  # fmt: skip


def question_text(one: t.Input) -> str:
    """The question put to a person."""
    if one.question:
        return one.question
    match one.kind:
        case t.Kind.YES_NO:
            return f"是否“{one.label}”？"
        case t.Kind.CHOICE:
            return f"{one.label}是哪一种：{'、'.join(o.label for o in one.options)}？"
        case t.Kind.LIST:
            return f"逐项填写{one.label}"
        case t.Kind.DATE:
            return f"{one.label}是哪一天？"
        case _:
            return f"{one.label}是多少？"


def as_data(answer: Answer) -> dict[str, object]:
    """The answer as JSON-ready data: money as strings of yuan, null while it is open."""
    def exact(share: Share) -> str | None:
        return None if share.amount.exact is None else yuan_text(share.amount.exact)

    return {
        "clause": answer.clause.identifier,
        "name": answer.clause.title,
        "outcome": answer.outcome.value,
        "outcome_text": OUTCOME_WORDS[answer.outcome],
        "shares": {code: exact(share) for code, share in answer.shares.items()},
        "total": None if answer.total.exact is None else yuan_text(answer.total.exact),
        "range": range_data(answer.total),
        "estimate": answer.estimate,
        "on": answer.on.isoformat(),
        "in_force": answer.in_force,
        "version": answer.version,
        "readings": [str(r) for r in answer.readings],
        "undecided_readings": [r.question for r in answer.readings if r.default],
        "reasons": [r.value for r in answer.reasons],
        "share_details": [share_data(s) for s in answer.shares.values()],
        "steps": [
            {"number": r.number, "name": r.head, "rule": r.rule, "arithmetic": list(r.arithmetic), "result": r.result,
             "verdict": r.verdict, "quotes": [{"text": q.text, "anchor": q.anchor} for q in r.quotes], "line": r.line}
            for r in step_rows(answer)
        ],
        "open_questions": [q.path for q in answer.open_questions],
        "questions": [
            {"input": q.input.identifier, "path": q.path, "label": q.input.label, "question": question_text(q.input),
             "type": q.input.kind.name.lower(), "evidence": list(q.input.evidence)}
            for q in answer.open_questions
        ],
        "nearby": [
            {"kind": d.kind.value, "input": d.input.identifier, "more": yuan_text(d.more), "text": d.text}
            for d in distances(answer)
        ],
        "assumed": [{"input": i.identifier, "value": i.default} for i in answer.defaulted],
        "findings": [{"code": f.code, "message": f.message} for f in answer.findings],
    }  # fmt: skip


def headline(answer: Answer) -> str:
    """The sentence that answers the question."""
    match answer.outcome:
        case Outcome.ENTITLED:
            mark = "（预估）" if answer.estimate else ""
            return f"符合，合计 {show_range(answer.total)}{mark}"
        case Outcome.NOT_ENTITLED:
            return f"不符合：{'；'.join(answer.reasons)}"
        case Outcome.UNDETERMINED:
            return f"还不能判定，合计 {show_range(answer.total)}；还差 {len(answer.open_questions)} 项事实"


def as_text(answer: Answer) -> str:
    """The explanation as plain Chinese text."""
    clause = answer.clause
    lines = [f"{clause.title}（{clause.identifier}）", f"结果：{headline(answer)}"]
    if not answer.in_force:
        first, last = clause.header.first, clause.header.last
        lines.append(f"条款期限 {first} 至 {last}，{answer.on} 不在期限内")
    for share in answer.shares.values():
        if share.defined and answer.outcome is not Outcome.NOT_ENTITLED:
            marks = "".join(f"（{m}）" for m in share_marks(share))
            payee = f"，付给{share.payee}" if share.payee else ""
            lines.append(f"  {share.tier.label}  {show_range(share.amount)}{marks}{payee}")
    facts = [f"{i.label} {show_input(i.kind, answer.facts[i.label])}" for i in clause.inputs if i.label in answer.facts]
    if facts:
        lines.append(f"事实：{'；'.join(facts)}")
    lines += [f"按缺省：{i.label} {i.default}" for i in answer.defaulted]
    if answer.steps:
        lines.append("怎么算：")
    for row in step_rows(answer):
        lines.append(f"  {row.number}. {row.rule}")
        lines += [f"       {words}" for words in row.arithmetic]
        lines.append(f"     → {row.head} {row.result}")
        lines += [f"     「{q.text}」{' —— ' + q.anchor if q.anchor else ''}" for q in row.quotes]
    if answer.readings:
        used = "、".join(f"{r}{'（未裁定，按默认）' if r.default else ''}" for r in answer.readings)
        lines.append(f"读法：{used}")
    lines += [f"还要回答：{question_text(q.input)}（{q.path}）" for q in answer.open_questions]
    lines += [f"还差：{d.text}" for d in distances(answer)]
    lines += [f"注意：{f.message}（{f.code}）" for f in answer.findings]
    version = f"，规则版本 {answer.version}" if answer.version else ""
    lines.append(f"测算日 {answer.on}{version}。本结果是按现有事实的测算，不是审批决定。")
    return "\n".join(lines)


def as_html(answer: Answer) -> str:
    """The explanation as an HTML fragment: headings, an ordered list of steps, quotes in `blockquote`."""
    parts = [f"<section class=\"explanation\"><h2>{escape(answer.clause.title)}</h2>",
             f"<p class=\"headline\">{escape(headline(answer))}</p><ol class=\"steps\">"]  # fmt: skip
    for row in step_rows(answer):
        arithmetic_html = "".join(f"<div class=\"arithmetic\">{escape(words)}</div>" for words in row.arithmetic)
        quotes = "".join(
            f"<blockquote>「{escape(q.text)}」<cite>{escape(q.anchor)}</cite></blockquote>" for q in row.quotes)
        parts.append(f"<li><div class=\"rule\">{escape(row.rule)}</div>{arithmetic_html}"
                     f"<div class=\"result\">{escape(row.head)} {escape(row.result)}</div>{quotes}</li>")  # fmt: skip
    parts.append("</ol>")
    if answer.open_questions:
        items = "".join(f"<li>{escape(question_text(q.input))}</li>" for q in answer.open_questions)
        parts.append(f"<h3>还要回答</h3><ul class=\"questions\">{items}</ul>")
    near = "".join(f"<li>{escape(d.text)}</li>" for d in distances(answer))
    if near:
        parts.append(f"<h3>还差多少</h3><ul class=\"nearby\">{near}</ul>")
    used = "、".join(f"{r}{'（未裁定，按默认）' if r.default else ''}" for r in answer.readings)
    parts.append(f"<p class=\"basis\">读法：{escape(used or '无')}；测算日 {answer.on}</p></section>")
    return "".join(parts)
