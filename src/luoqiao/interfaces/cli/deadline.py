"""luoqiao deadline: the last day of a period in working days, and every day off that it passes over."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from luoqiao.adapters.environment.options import read_options
from luoqiao.core.kernel.errors import FieldProblem, Invalid
from luoqiao.core.kernel.holiday_notices import weekday_name
from luoqiao.core.kernel.working_days import Calendar, Counted
from luoqiao.core.rules.dates import read_date
from luoqiao.interfaces.cli.pack_arguments import print_json
from luoqiao.policies.calendar_reader import open_calendar

MOST_DAYS = 10_000


def add_arguments(parser: ArgumentParser) -> None:
    """Start, number of working days, --count-first-day, --json."""
    parser.add_argument("start", metavar="起算日", help="如 2026-09-28")
    parser.add_argument("days", metavar="工作日数", help="如 5")
    parser.add_argument("--count-first-day", action="store_true", help="起算日是工作日时算第一天；不写则从次日数起")
    parser.add_argument("--json", action="store_true", help="按 JSON 输出")
    parser.epilog = "放假通知随程序带来；下一年的可以另存到数据文件夹的 calendars/ 里。没有通知的年份只按周末推算，标“暂定”。"


def run(arguments: Namespace) -> int:
    """Count, and say how."""
    start, days = _read(arguments)
    calendar = open_calendar(read_options().data / "calendars")
    counted = calendar.add(start, days, count_first=arguments.count_first_day)
    if arguments.json:
        print_json(counted_data(counted))
    else:
        print(_words(calendar, start, counted, count_first=arguments.count_first_day))
    return 0


def counted_data(counted: Counted) -> dict[str, object]:
    """A counted period for programs."""
    return {
        "deadline": counted.last_on.isoformat(),
        "provisional": counted.provisional,
        "skipped": [{"date": day.on.isoformat(), "reason": day.reason} for day in counted.skipped],
    }


def _read(arguments: Namespace) -> tuple[date, int]:
    """Both arguments; both faults are said at once."""
    problems = []
    start, days = date.min, 0
    try:
        start = read_date(arguments.start)
    except ValueError:
        given = arguments.start[:40]
        message = f"“{given}”不是日期，或没有这一天；写成 2026-09-28"
        problems.append(FieldProblem("start", given, "日期，如 2026-09-28", message, "LQ-2014"))
    text = arguments.days.strip()
    if text.isascii() and text.isdigit() and len(text) < 9 and int(text) <= MOST_DAYS:
        days = int(text)
    else:
        message = f"“{text[:40]}”不是工作日数；写 0 到 {MOST_DAYS} 之间的整数，如 5"
        problems.append(FieldProblem("days", text[:40], f"0 到 {MOST_DAYS} 之间的整数", message, "LQ-5113"))
    if problems:
        raise Invalid(tuple(problems))
    return start, days


def _words(calendar: Calendar, start: date, counted: Counted, *, count_first: bool) -> str:
    how = "首日计入" if count_first else "从次日数起"
    lines = [
        f"{_shown(counted.last_on)}{'（暂定）' if counted.provisional else ''}",
        f"  从 {_shown(start)}起 {counted.days} 个工作日，{how}",
    ]
    if counted.skipped:
        lines.append("  跳过 " + "、".join(f"{day.on:%m-%d} {day.reason}" for day in counted.skipped))
    worked = [day for day in calendar.days_of(start, counted.last_on) if day.working and day.holiday]
    if worked:
        lines.append("  上班 " + "、".join(f"{day.on:%m-%d} {day.label}" for day in worked))
    years = range(start.year, counted.last_on.year + 1)
    numbers = [notice.number for notice in calendar.notices if notice.year in years]
    lines += [f"  依据 {'、'.join(numbers)}"] if numbers else []
    if counted.provisional:
        lines.append("  有的年份还没有放假通知，先按周末推算；通知发布后会变")
    return "\n".join(lines)


def _shown(on: date) -> str:
    return f"{on.isoformat()} {weekday_name(on)}"
