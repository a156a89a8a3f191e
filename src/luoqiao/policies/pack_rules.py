"""方案包的规则: every clause checked against the document, its marks, and the report of `luoqiao check`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from luoqiao.core.cases.scoring_reader import steps_without_scoring
from luoqiao.core.kernel.errors import Finding, Place
from luoqiao.core.rules import tree as t
from luoqiao.core.rules.bind import Citing
from luoqiao.core.rules.check import Checked, check_clause
from luoqiao.core.rules.contrast_file import check_contrast
from luoqiao.core.rules.coverage import Coverage, Mark, MarkKind, check_coverage
from luoqiao.policies.pack import Pack
from luoqiao.policies.pack_checks import check_pack
from luoqiao.policies.pack_marks import own_marks, pack_coverage


@dataclass(frozen=True, slots=True)
class PackReport:
    """检查报告: clauses with their examples, coverage of the document, every finding of every part."""

    clauses: Mapping[str, Checked]
    coverage: Coverage
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Nothing serious was found."""
        return not any(f.serious for f in self.findings)

    @property
    def examples(self) -> int:
        """Worked examples run."""
        return sum(len(c.examples) for c in self.clauses.values())


@lru_cache(maxsize=16)
def check_rules(pack: Pack) -> Mapping[str, Checked]:
    """Each clause of a pack, checked."""
    letters = {q.id: q.letters for q in pack.readings.questions}
    basis = pack.basis
    return MappingProxyType({k: check_clause(c, pack.document, basis, letters) for k, c in pack.clauses.items()})


def clause_marks(pack: Pack) -> tuple[Mark, ...]:
    """The marks that the clauses put on the document."""
    return tuple(_mark(checked.clause, citing) for checked in check_rules(pack).values() for citing in checked.citing)


def _mark(clause: t.Clause, citing: Citing) -> Mark:
    """Kind by what the quote serves; the label is the clause's title, the note the rule line or the reason."""
    owner = citing.owner
    if isinstance(owner, t.Uncoded):
        return Mark(MarkKind.CLAUSE_UNCODED, clause.identifier, clause.title, citing.span, owner.reason)
    return Mark(MarkKind.CLAUSE, clause.identifier, clause.title, citing.span, owner.text)


@lru_cache(maxsize=16)
def all_coverage(pack: Pack) -> Coverage:
    """What every sentence of the document drives, clauses included."""
    return pack_coverage(pack, clause_marks(pack))


def _beyond_programme(pack: Pack) -> Iterator[Finding]:
    """A clause is not in force before or after its programme."""
    meta = pack.meta
    for clause in pack.clauses.values():
        header = clause.header
        if header.first < meta.in_force_from or header.last > meta.in_force_until:
            said = f"期限超出方案的施行期（{meta.in_force_from} 至 {meta.in_force_until}）"
            yield Finding("LQ-1516", said, Place(clause.file, header.at.line))


def _passages_of_nothing(pack: Pack) -> Iterator[Finding]:
    """Passages are written for a clause of the pack."""
    for file in sorted(pack.folder.glob("passages/*.md")):
        if file.stem not in pack.clauses:
            yield Finding("LQ-4161", f"对照说的条款“{file.stem}”不在本包里", Place(f"passages/{file.name}"))


@lru_cache(maxsize=16)
def check_all(pack: Pack) -> PackReport:
    """Quotes both ways, rules, examples, data: the whole pack."""
    clauses = check_rules(pack)
    marks = (*own_marks(pack), *clause_marks(pack))
    findings = [
        *check_pack(pack),
        *(f for checked in clauses.values() for f in checked.findings),
        *_beyond_programme(pack),
        *_passages_of_nothing(pack),
        *(f for contrast in pack.contrasts.values() for f in check_contrast(contrast, pack.document, pack.basis)),
        *check_coverage(pack.document, marks),
    ]
    return PackReport(clauses, all_coverage(pack), tuple(findings))


def check_to_load(pack: Pack) -> PackReport:
    """The same, and what a pack must have to be loaded now; versions that were loaded before are read without it."""
    report = check_all(pack)
    return replace(report, findings=(*report.findings, *steps_without_scoring(pack.procedures)))
