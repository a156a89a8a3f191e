"""条款和读法的数据: clauses and readings as JSON-ready data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from luoqiao.core.rules import tree as t
from luoqiao.core.rules.basis import Basis, switches
from luoqiao.core.rules.catalogue import Entry
from luoqiao.core.rules.citations import Citation
from luoqiao.core.rules.present import question_text
from luoqiao.core.rules.readings import ReadingQuestion, Readings, in_force
from luoqiao.core.rules.resolve import grants_of

Data = dict[str, object]


def entry_data(entry: Entry) -> Data:
    """A clause as it stands in the catalogue."""
    clause = entry.clause
    header = clause.header
    return {
        "clause": clause.identifier,
        "name": clause.title,
        "subject": header.subject,
        "lead": list(header.lead),
        "manner": header.manner,
        "kinds": [manner.value for manner in entry.manners],
        "tiers": [tier.code for tier in entry.tiers],
        "valid_from": header.first.isoformat(),
        "valid_until": header.last.isoformat(),
        "anchors": list(header.anchors),
        "industries": None,
    }


def clause_data(entry: Entry, basis: Basis, readings: Readings, on: date) -> Data:
    """A clause whole: sentences, rule, inputs, readings, payees, examples."""
    clause = entry.clause
    spoken_of = set(grants_of(clause))
    codes = {tier.label: tier.code for tier in basis.tiers}
    payees = (s for s in clause.statements if isinstance(s, t.Payee))
    return entry_data(entry) | {
        "passages": [{"text": passage.text, "anchor": passage.anchor} for passage in clause.passages],
        "rule": rule_text(clause),
        "rule_lines": list(_rule_lines(clause)),
        "inputs": [_input(one) for one in clause.inputs],
        "grants": [f"granted_{tier.code}" for tier in basis.tiers if tier.label in spoken_of],
        "readings": list(_switches(clause, basis, readings, on)),
        "payees": [
            {"tier": codes.get(payee.tier), "payee": payee.identifier, "label": payee.label}
            for payee in payees
        ],
        "examples": [dict(example.cells) for example in clause.examples],
    }


def reading_data(question: ReadingQuestion, on: date) -> Data:
    """A reading: the question, its options with their quotes, and which holds on the day."""
    letter, by_default = in_force(question, on)
    return {
        "reading": question.id,
        "question": question.question,
        "group": question.group,
        "moves_money": question.moves_money,
        "clauses": list(question.clauses),
        "default": question.default,
        "option": letter,
        "decided": not by_default,
        "options": [
            {"option": option.letter, "text": option.wording, "quotes": _citations(option.citations)}
            for option in question.options
        ],
        "unclear": _citations(question.unclear),
        "decisions": [
            {
                "option": made.option,
                "decided_by": made.decided_by,
                "document_number": made.document_number,
                "from_on": made.from_on.isoformat(),
            }
            for made in question.decisions
        ],
    }


def rule_text(clause: t.Clause) -> str:
    """The rule block as it is written, without its fence."""
    lines = clause.source.split("\n")[max(0, clause.rule_line - 1) :]
    end = next((n for n, line in enumerate(lines) if line.startswith("```")), len(lines))
    return "\n".join(lines[:end])


def _rule_lines(clause: t.Clause) -> Iterator[Data]:
    """Each statement of the rule with the words of the document that it carries out."""
    for statement in t.statements_of(clause):
        if isinstance(statement, t.ReadingSwitch | t.During):
            continue
        yield {"line": statement.at.line, "text": statement.text, "quotes": _quotes(statement.quotes)}
        if isinstance(statement, t.Define) and isinstance(statement.value, t.ByRange | t.ByChoice):
            for arm in statement.value.arms:
                yield {"line": arm.at.line, "text": arm.text, "quotes": _quotes(arm.quotes)}


def _input(one: t.Input) -> Data:
    return {
        "input": one.identifier,
        "label": one.label,
        "need": one.need.name.lower(),
        "type": one.kind.name.lower(),
        "question": question_text(one),
        "evidence": list(one.evidence),
        "default": one.default or None,
        "options": [{"option": option.identifier, "label": option.label} for option in one.options],
        "fields": [_input(field) for field in one.fields],
    }


def _switches(clause: t.Clause, basis: Basis, readings: Readings, on: date) -> Iterator[Data]:
    for key, letters in switches(clause, basis.cap_period_question).items():
        letter, by_default = basis.letter(key, on)
        question = readings.get(key)
        yield {
            "reading": key,
            "question": question.question if question else "",
            "letters": list(letters),
            "option": letter,
            "decided": not by_default,
        }


def _quotes(quotes: Iterable[t.Quote]) -> list[Data]:
    return [{"text": quote.text, "anchor": quote.anchor} for quote in quotes]


def _citations(citations: Iterable[Citation]) -> list[Data]:
    return [{"text": citation.quote, "anchor": citation.anchor} for citation in citations]
