"""读方案包: a folder read whole or not at all.

A pack is a folder: the document (`source.txt`, `source.md`), its readings, its data and its clauses. Every
file is read and checked before the pack is given out; at one fault the pack is refused with every finding.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import TypeVar

from luoqiao.core.cases.procedure import Procedure
from luoqiao.core.cases.procedure_reader import parse_procedure
from luoqiao.core.funds.duty import FundsPlan
from luoqiao.core.funds.plan_reader import parse_funds
from luoqiao.core.kernel.errors import DomainError, Finding, Place
from luoqiao.core.kernel.text import drop_blanks, nearest
from luoqiao.core.messages.wording import parse_wordings
from luoqiao.core.parties.park import parse_parks
from luoqiao.core.parties.population_reader import parse_population
from luoqiao.core.parties.seat import parse_seats
from luoqiao.core.parties.township import parse_townships
from luoqiao.core.parties.unit import parse_units
from luoqiao.core.rules.bind import bind
from luoqiao.core.rules.contrast import Contrast
from luoqiao.core.rules.corrections import parse_corrections
from luoqiao.core.rules.document import Document, parse_document
from luoqiao.core.rules.problems import ClauseUnreadable
from luoqiao.core.rules.readings import parse_readings
from luoqiao.core.rules.tree import Clause
from luoqiao.core.rules.uncoded import parse_uncoded
from luoqiao.core.targets.mechanism import parse_mechanisms, parse_systems
from luoqiao.core.targets.roadmap import parse_roadmap
from luoqiao.core.targets.target import parse_targets
from luoqiao.core.targets.task import parse_tasks
from luoqiao.policies.folder_files import FolderFiles
from luoqiao.policies.pack import Pack
from luoqiao.policies.pack_checks import check_pack
from luoqiao.policies.pack_meta import parse_pack_file
from luoqiao.policies.pack_proofs import find_proofs
from luoqiao.policies.pack_rules import check_all

PACKS = Path(__file__).parent
"""Where the packs of the platform lie."""

Value = TypeVar("Value")


class UnknownPack(DomainError):
    """没有这个方案包: no folder of that name, or no pack.toml in it."""

    code = "LQ-3001"

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        near = nearest(name, known)
        hint = f"；是不是“{near}”？" if near else f"；现有 {'、'.join(known)}"
        super().__init__(f"没有方案包“{name[:60]}”{hint}", details={"pack": name, "known": known})


class BrokenPack(DomainError):
    """方案包有误: every finding of every file; nothing of the pack is loaded."""

    code = "LQ-3002"

    def __init__(self, name: str, findings: tuple[Finding, ...]) -> None:
        super().__init__(f"方案包“{name}”有 {len(findings)} 处错误，没有载入", details={"findings": findings})
        self.findings = findings


def list_packs(root: Path = PACKS) -> tuple[str, ...]:
    """Names of the packs that are there."""
    return tuple(sorted(path.parent.name for path in root.glob("*/pack.toml")))


@lru_cache(maxsize=16)
def open_pack(name: str, root: Path = PACKS) -> Pack:
    """The pack of that name, read and checked whole, rules and examples too; raises UnknownPack or BrokenPack.

    A pack that `luoqiao check` does not pass calculates nothing.
    """
    pack = read_pack(name, root)
    serious = tuple(f for f in check_all(pack).findings if f.serious)
    if serious:
        raise BrokenPack(name, serious)
    return pack


def read_pack(name: str, root: Path = PACKS) -> Pack:
    """The pack with its data checked but not its rules: only for the checker, which lists what the rules lack."""
    if name not in list_packs(root):
        raise UnknownPack(name, list_packs(root))
    pack = _Reader(root / name).pack()
    serious = tuple(f for f in check_pack(pack) if f.serious)
    if serious:
        raise BrokenPack(name, serious)
    return pack


class _Reader(FolderFiles):
    """Reads the files of one pack."""

    def pack(self) -> Pack:
        head = self.table("pack.toml", parse_pack_file)
        document = self.whole("source.md", parse_document)
        corrections = self.table("corrections.toml", parse_corrections)
        readings = self.whole("readings.md", parse_readings)
        targets = self.table("targets.toml", parse_targets)
        tasks = self.table("tasks.toml", parse_tasks)
        mechanisms = self.table("mechanisms.toml", parse_mechanisms)
        systems = self.table("systems.toml", parse_systems)
        units = self.table("units.toml", parse_units)
        seats = self.table("seats.toml", parse_seats)
        townships = self.table("townships.toml", parse_townships)
        roadmap = self.table("roadmap.toml", parse_roadmap)
        uncoded = self.table("uncoded.toml", parse_uncoded)
        parks = self.table("parks.toml", parse_parks) if (self.folder / "parks.toml").exists() else ()
        said = (self.folder / "messages.toml").exists()
        wordings = self.table("messages.toml", parse_wordings) if said else None
        funds = self.table("funds.toml", parse_funds) if (self.folder / "funds.toml").exists() else None
        planned = (self.folder / "population.toml").exists()
        population = self.table("population.toml", parse_population) if planned else None
        clauses = self.clauses(head[0].clause_order if head else ())
        contrasts = self.contrasts(clauses)
        procedures = self.procedures()
        self.check_source(head[0].checksum if head else "", document)
        if self.findings or head is None:
            raise BrokenPack(self.folder.name, tuple(self.findings))
        return Pack(
            meta=head[0],
            document=_there(document),
            corrections=_there(corrections),
            readings=_there(readings),
            industries=head[1],
            targets=_there(targets),
            tasks=_there(tasks),
            mechanisms=_there(mechanisms),
            systems=_there(systems),
            units=_there(units),
            seats=_there(seats),
            townships=_there(townships),
            roadmap=_there(roadmap),
            uncoded=_there(uncoded),
            clauses={name: bind(clause, _there(document)).clause for name, clause in clauses.items()},
            folder=self.folder,
            parks=parks or (),
            population=population,
            contrasts=contrasts,
            proofs=find_proofs(self.folder),
            procedures=procedures,
            wordings=wordings or {},
            funds=funds or FundsPlan(),
        )

    def clauses(self, order: tuple[str, ...]) -> dict[str, Clause]:
        """Every clause file, those named in the pack's order first, the others by name."""
        from luoqiao.core.rules.parse import parse_clause

        names = sorted(path.stem for path in self.folder.glob("clauses/*.md"))
        names.sort(key=lambda name: order.index(name) if name in order else len(order))
        found: dict[str, Clause] = {}
        for name in names:
            file = f"clauses/{name}.md"
            text = self.text(file)
            try:
                found |= {name: parse_clause(text, file)} if text is not None else {}
            except ClauseUnreadable as refused:
                self.findings += refused.findings
        for name, clause in found.items():
            if clause.identifier != name:
                said = f"标题里的标识“{clause.identifier}”与文件名不同"
                self.findings.append(Finding("LQ-3005", said, Place(clause.file, 1)))
        return found

    def procedures(self) -> tuple[Procedure, ...]:
        """Every procedure of the pack, by name of its file."""
        files = [f"procedures/{path.name}" for path in sorted(self.folder.glob("procedures/*.toml"))]
        read = [self.table(file, partial(parse_procedure, file=file)) for file in files]
        for file, procedure in zip(files, read, strict=True):
            if procedure is not None and file != f"procedures/{procedure.id}.toml":
                self.findings.append(Finding("LQ-3005", f"标识“{procedure.id}”与文件名不同", Place(file)))
        return tuple(procedure for procedure in read if procedure is not None)

    def contrasts(self, clauses: Mapping[str, Clause]) -> dict[str, Contrast]:
        """The passages written apart, by clause; those of no clause are left to the rule checker."""
        from luoqiao.core.rules.contrast_file import ContrastUnreadable, parse_contrast

        found: dict[str, Contrast] = {}
        for name in sorted(path.stem for path in self.folder.glob("passages/*.md")):
            file = f"passages/{name}.md"
            text = self.text(file)
            if text is not None and name in clauses:
                try:
                    found[name] = parse_contrast(text, file, clauses[name])
                except ContrastUnreadable as refused:
                    self.findings += refused.findings
        return found

    def check_source(self, checksum: str, document: Document | None) -> None:
        """The source is the very file whose SHA-256 the pack states, and `source.md` says the same, word for word."""
        try:
            raw = (self.folder / "source.txt").read_bytes()
            found = hashlib.sha256(raw).hexdigest()
        except OSError:
            self.findings.append(Finding("LQ-3003", "没有这个文件，或不能读取", Place("source.txt")))
            return
        if checksum and found != checksum:
            said = f"原文与登记的校验值不符：登记 {checksum[:12]}…，实为 {found[:12]}…"
            self.findings.append(Finding("LQ-3006", said, Place("source.txt")))
        elif document is not None:
            self.findings += _differing(raw.decode("utf-8", "replace"), document)


def _differing(source: str, document: Document) -> Iterator[Finding]:
    """Where the anchored document first leaves the source, white space and marks of conversion apart."""
    printed = drop_blanks(re.sub(r"<[^>]+>", "", re.sub(r"^- ", "", source, flags=re.MULTILINE)))
    position = 0
    for sentence in document.sentences:
        words = drop_blanks(sentence.text)
        if not printed.startswith(words, position):
            there = printed[position : position + max(12, min(len(words), 30))]
            said = f"{sentence.id}“{sentence.text[:30]}”与原文不同，原文这里是“{there}”"
            yield Finding("LQ-3016", said, Place("source.md"))
            return
        position += len(words)
    if position < len(printed):
        yield Finding("LQ-3016", f"缺了原文的结尾：“{printed[position : position + 30]}”", Place("source.md"))


def _there(value: Value | None) -> Value:
    """A part that was read; without findings every part was."""
    if value is None:
        raise AssertionError("a part is missing though no finding says so")
    return value
