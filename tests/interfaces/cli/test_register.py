"""luoqiao register import：在命令行上导入，说清每一行，错了退出码是 1，写法不对是 2。"""

import json
from argparse import Namespace
from pathlib import Path

import pytest

from luoqiao.apps.audit.queries import list_entries
from luoqiao.apps.parties.models import Enterprise, ImportRun
from luoqiao.core.kernel.errors import Invalid
from luoqiao.interfaces.cli import register
from luoqiao.interfaces.cli.parser import ChineseParser

GOOD = "统一社会信用代码,企业名称\n91350504MA2000019C,泉州示例机械有限公司\n"
BAD = GOOD + "91350504MA2000019D,错码厂\n"


def ran(file: Path, *words: str) -> int:
    parser = ChineseParser(prog="luoqiao register")
    register.add_arguments(parser)
    arguments: Namespace = parser.parse_args(["import", str(file), "--kind", "enterprises", *words])
    return register._import(arguments, register._content(arguments), register._settings(arguments))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "名录.csv"


@pytest.mark.django_db
def test_a_good_list_is_imported_and_told_as_json(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(GOOD, "gb18030")
    assert ran(file, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["state"], told["counts"]["new"], told["problems"]) == ("done", 1, [])
    entry = list_entries("enterprise:91350504MA2000019C")[0]
    assert (entry.user, entry.name.endswith("（命令行）")) == (0, True)


@pytest.mark.django_db
def test_one_bad_row_keeps_all_out_unless_good_rows_are_asked_for(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(BAD, "utf-8")
    assert ran(file) == 1
    said = capsys.readouterr()
    assert "第 3 行 统一社会信用代码（A3）：校验码对不上" in said.err
    assert "有错，没有导入" in said.out
    assert Enterprise.objects.count() == 0
    assert ran(file, "--good-rows-only") == 0
    assert Enterprise.objects.count() == 1


@pytest.mark.django_db
def test_a_preview_writes_nothing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(GOOD, "utf-8")
    assert ran(file, "--preview") == 0
    assert "只是预览" in capsys.readouterr().out
    assert (Enterprise.objects.count(), ImportRun.objects.get().state) == (0, "cancelled")


def test_a_file_that_is_not_there_and_a_day_that_is_none_are_bad_input(file: Path) -> None:
    with pytest.raises(Invalid, match="打不开文件"):
        ran(file)
    file.write_text(GOOD, "utf-8")
    with pytest.raises(Invalid, match="没有写到日"):
        ran(file, "--on", "2023-06")
