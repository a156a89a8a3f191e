"""luoqiao calendar: the holiday notices that deadlines are counted by; an operator looks here after adding one."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from luoqiao.adapters.environment.options import read_options
from luoqiao.core.kernel.holiday_notices import Holiday, Notice
from luoqiao.interfaces.cli.pack_arguments import print_json
from luoqiao.policies.calendar_reader import read_calendar


def add_arguments(parser: ArgumentParser) -> None:
    """--json."""
    parser.add_argument("--json", action="store_true", help="按 JSON 输出")
    parser.epilog = "读程序带来的通知和数据文件夹 calendars/ 里另加的通知；有一处写错就全部说出来，不用半份。"


def run(arguments: Namespace) -> int:
    """List the notices in order of their years, read afresh."""
    calendar = read_calendar(read_options().data / "calendars")
    notices = sorted(calendar.notices, key=lambda notice: (notice.year, notice.issued_on))
    if arguments.json:
        print_json([_notice_data(notice) for notice in notices])
        return 0
    for notice in notices:
        print(f"{notice.year} {notice.number}　{notice.issued_on.isoformat()} 印发")
        for holiday in notice.holidays:
            print(f"  {_holiday_words(holiday)}")
    return 0


def _notice_data(notice: Notice) -> dict[str, object]:
    return {
        "year": notice.year, "number": notice.number, "title": notice.title, "issued_on": notice.issued_on.isoformat(),
        "holidays": [
            {"name": h.name, "first_on": h.first_on.isoformat(), "last_on": h.last_on.isoformat(),
             "work_on": [on.isoformat() for on in h.work_on]}
            for h in notice.holidays
        ],
    }  # fmt: skip


def _holiday_words(holiday: Holiday) -> str:
    period = holiday.first_on.isoformat()
    if holiday.last_on != holiday.first_on:
        period += f" 至 {holiday.last_on.isoformat()}"
    worked = "、".join(on.isoformat() for on in holiday.work_on)
    return f"{holiday.name} {period} 放假" + (f"，{worked} 上班" if worked else "")
