"""读任务书: what an officer typed as milestones, read whole: every problem beside its row, what was reached stays as it was.

A row has a name, a last day and the words by which it is checked; empty rows are left out. Days go up from row to row and none
lies before today, unless the row stands in the task book already, word for word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from luoqiao.core.cases import events as e
from luoqiao.core.cases.task_book import TaskBook
from luoqiao.core.kernel.errors import FieldProblem, Invalid

MOST_ROWS, LONGEST_NAME, LONGEST_WORDS = 12, 60, 1000
NAME, DUE_ON, WORDS = "name", "due_on", "words"
PARTS = (NAME, DUE_ON, WORDS)
BOOK = "book"
"""The field of what is wrong with the task book as a whole."""


class BadTaskBook(Invalid):
    """任务书填写有误."""

    code = "LQ-5821"


def read_task_book(rows: Sequence[Mapping[str, str]], book: TaskBook, on: date) -> tuple[e.Milestone, ...]:
    """The milestones in order of their days, those that are reached among them. Raises BadTaskBook with every problem.

    A problem's field is the part and the place of its row: `due_on-2`.
    """
    problems: list[FieldProblem] = []
    read: list[e.Milestone] = []
    for place, row in enumerate(rows):
        typed = {part: " ".join(row.get(part, "").split()) for part in (NAME, DUE_ON)}
        words = row.get(WORDS, "").replace("\r\n", "\n").strip()
        if not (typed[NAME] or typed[DUE_ON] or words):
            continue
        found = list(_problems(place, typed[NAME], typed[DUE_ON], words))
        if not found:
            one = e.Milestone(typed[NAME], date.fromisoformat(typed[DUE_ON]), words)
            found = list(_beside_others(place, one, read, book, on))
            read.append(one)
        problems += found
    if not read and not problems:
        said = "任务书至少要有一个还没有达到的里程碑；现在一行也没有填"
        problems.append(_problem(BOOK, "", "至少一行", said))
    if len(read) + len(book.kept) > MOST_ROWS:
        problems.append(_problem(BOOK, str(len(read)), f"最多 {MOST_ROWS} 个", f"一份任务书最多 {MOST_ROWS} 个里程碑"))
    if problems:
        raise BadTaskBook(tuple(problems))
    return tuple(sorted((*book.kept, *read), key=lambda one: one.due_on))


def _problems(place: int, name: str, due: str, words: str) -> Iterator[FieldProblem]:
    """What is wrong with a row by itself."""
    row = f"第 {place + 1} 行"
    if not name or len(name) > LONGEST_NAME:
        said = f"名称最多 {LONGEST_NAME} 字" if name else "没有写名称"
        yield _problem(f"{NAME}-{place}", name, f"1 到 {LONGEST_NAME} 字", f"{row}{said}")
    if not _is_date(due):
        said = f"完成日写成“{due[:20]}”，应像 2024-06-30" if due else "没有写完成日"
        yield _problem(f"{DUE_ON}-{place}", due, "日期，如 2024-06-30", f"{row}{said}")
    if not words or len(words) > LONGEST_WORDS:
        said = f"验收指标最多 {LONGEST_WORDS} 字，现在 {len(words)} 字" if words else "没有写验收指标：凭什么算达到"
        yield _problem(f"{WORDS}-{place}", words, f"1 到 {LONGEST_WORDS} 字", f"{row}{said}")


def _beside_others(
    place: int, one: e.Milestone, before: Sequence[e.Milestone], book: TaskBook, on: date
) -> Iterator[FieldProblem]:
    """What is wrong with a row beside today, the rows above it and what was reached."""
    row = f"第 {place + 1} 行"
    if one.due_on < on and one not in book.agreed:
        said = f"{row}的完成日 {one.due_on} 已经过去；请写今天（{on}）或以后"
        yield _problem(f"{DUE_ON}-{place}", str(one.due_on), f"{on} 或以后", said)
    if before and one.due_on <= before[-1].due_on:
        said = f"{row}的完成日 {one.due_on} 不晚于上一行的 {before[-1].due_on}；请按先后排列"
        yield _problem(f"{DUE_ON}-{place}", str(one.due_on), f"晚于 {before[-1].due_on}", said)
    if one.name in {other.name for other in (*before, *book.kept)}:
        yield _problem(f"{NAME}-{place}", one.name, "不同的名称", f"{row}与另一个里程碑同名；请换一个名称")


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _problem(field: str, given: str, expected: str, message: str) -> FieldProblem:
    return FieldProblem(field, given[:40], expected, message, BadTaskBook.code)
