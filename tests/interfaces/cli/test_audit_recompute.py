"""luoqiao audit recompute: nothing found is 0, something found is 1 and named, a year that cannot be is refused."""

from __future__ import annotations

import json
from argparse import Namespace

import pytest

from luoqiao.apps.cases.models import Case
from luoqiao.core.kernel.errors import Invalid
from luoqiao.interfaces.cli.audit_recompute import _recompute, run
from luoqiao.interfaces.cli.main import main
from tests.apps.cases.conftest import firms, programme  # noqa: F401 # fixtures, asked for by name
from tests.apps.cases.notice_stories import waiting_claim


def asked(*, as_json: bool = False) -> int:
    return _recompute(Namespace(clause="", json=as_json), 2023)


@pytest.mark.usefixtures("firms")
def test_an_honest_year_ends_with_status_zero(capsys: pytest.CaptureFixture[str]) -> None:
    waiting_claim()
    assert asked() == 0
    assert capsys.readouterr().out == "2023 年度已审定 1 件，共 36,000.00 元；复算 1 件，没有差异。\n"


@pytest.mark.usefixtures("firms")
def test_a_difference_ends_with_status_one_and_is_told_to_programs(capsys: pytest.CaptureFixture[str]) -> None:
    case = waiting_claim()
    Case.objects.filter(number=case).update(amounts={"city": 1, "district": 0}, amount=1)
    assert asked(as_json=True) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["year"], told["grants"], told["recomputed"]) == (2023, 1, 1)
    (one,) = told["differences"]
    assert (one["case"], one["kind"], one["expected"], one["found"]) == (case, "row", "36,000.00 元", "0.01 元")


def test_a_year_that_cannot_be_is_refused_before_anything_is_opened() -> None:
    with pytest.raises(Invalid, match="四位数字"):
        run(Namespace(year="去年", clause="", json=False))


def test_without_an_action_the_command_says_what_is_missing() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["audit"])
    assert ended.value.code == 2
