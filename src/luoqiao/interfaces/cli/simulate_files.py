"""simulate 的结果文件: results by row, summary and bad rows; opened before the run, named together after it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path

from luoqiao.adapters.population.columns import Population
from luoqiao.adapters.population.gathered import Gathered
from luoqiao.adapters.population.outputs import Outputs
from luoqiao.adapters.population.read import kind_of
from luoqiao.adapters.population.summary import ClauseAnswers
from luoqiao.interfaces.cli.simulate_report import Report


class Files:
    """这一次要写的文件."""

    def __init__(self, arguments: Namespace, outputs: Outputs, gathered: Gathered) -> None:
        self.source = Path(arguments.file)
        self.gathered, self.encoding = gathered, arguments.encoding
        self.places: dict[str, tuple[Path, Path]] = {}
        bad = arguments.bad_out
        if gathered.bad and not bad:
            bad = str(self.source.with_name(f"{self.source.stem}.bad{self.source.suffix}"))
        wanted = {"out": arguments.out, "summary": arguments.summary_out, "bad": bad if gathered.bad else ""}
        for name, text in wanted.items():
            if text:
                path = Path(text)
                kind_of(path)
                self.places[name] = (path, outputs.open(path, inputs=(self.source,)))
        self.bad_name = str(self.places["bad"][0]) if "bad" in self.places else ""

    def write(
        self, population: Population, answers: Mapping[str, ClauseAnswers], tiers: Sequence[str], report: Report
    ) -> None:
        """Write every file that was asked for; none has its name yet."""
        if not self.places:
            return
        from luoqiao.adapters.population.bad_rows import bad_frame
        from luoqiao.adapters.population.results import result_frame
        from luoqiao.adapters.population.summary_frame import summary_frame
        from luoqiao.adapters.population.write import is_text, write_frame

        if "bad" in self.places:
            path, place = self.places["bad"]
            frame, encoding = bad_frame(self.source, self.gathered, encoding=self.encoding)
            write_frame(frame, path, place, encoding=encoding or "utf-8-sig")
        if "out" in self.places:
            path, place = self.places["out"]
            frame, money = result_frame(population, answers, tiers, first_line=self.gathered.first_line)
            write_frame(frame, path, place, money=money if is_text(path) else ())
        if "summary" in self.places:
            path, place = self.places["summary"]
            titles = {clause.identifier: clause.title for clause in report.clauses}
            labels = {tier.code: tier.label for tier in report.tiers}
            frame, money = summary_frame(report.summary, titles, labels)
            write_frame(frame, path, place, money=money if is_text(path) else ())
