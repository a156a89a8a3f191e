"""命令行的门面：commands are found, bad words are refused in Chinese, statuses are 0, 1 and 2."""

import errno
import os
import subprocess
import sys

import pytest

from luoqiao.interfaces.cli.main import COMMANDS, main

FACTS = '{"annual_service_fee":"50000.05"}'


def test_alone_it_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    shown = capsys.readouterr().out
    for command in COMMANDS:
        assert f"  {command.name}" in shown
        assert command.help in shown


def test_it_knows_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("洛桥 ")


def test_an_unknown_command_is_refused_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cacl"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "是不是 calc？" in printed.err


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_every_command_explains_itself_in_chinese(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"用法：luoqiao {command}")
    assert "usage" not in shown
    assert "show this help" not in shown


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["calc"], "缺少 条款"),
        (["calc", "cloud_adoption", "--fact", "{}"], "不认识 --fact"),
        (["calc", "cloud_adoption", "--facts"], "--facts 后面要写一个值"),
        (["calc", "cloud_adoption", "--json=1"], "--json 后面不用写值 '1'"),
        (["run", "--port"], "--port 后面要写一个值"),
    ],
)
def test_bad_arguments_are_said_in_chinese(
    words: list[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    printed = capsys.readouterr()
    assert ended.value.code == 2
    assert printed.out == ""
    assert expected in printed.err
    assert printed.err.count("\n") == 1


def test_an_answer_comes_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calc", "cloud_adoption", "--facts", FACTS, "--json"]) == 0
    printed = capsys.readouterr()
    assert '"18000.02"' in printed.out
    assert printed.err == ""


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = [sys.executable, "-m", "luoqiao.interfaces.cli.main", "schema", "cloud_adoption"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as closed:
        ended = subprocess.run(command, stdout=closed, stderr=subprocess.PIPE, text=True, env=environment, check=False)
    assert ended.stderr == ""
    assert ended.returncode == 0


def test_a_fault_of_the_program_shows_no_stack(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> int:
        raise ZeroDivisionError

    monkeypatch.delenv("LUOQIAO_DEBUG", raising=False)
    monkeypatch.setattr("luoqiao.interfaces.cli.clauses.run", fail)
    assert main(["clauses"]) == 1
    assert "LQ-5000" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (PermissionError(errno.EACCES, "x"), "LQ-5000"),
        (OSError(errno.ENOSPC, "x"), "LQ-0103"),
        (OSError(errno.EROFS, "x"), "LQ-0103"),
    ],
)
def test_a_fault_of_the_system_shows_no_stack_either(
    fault: OSError, code: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> int:
        raise fault

    monkeypatch.delenv("LUOQIAO_DEBUG", raising=False)
    monkeypatch.setattr("luoqiao.interfaces.cli.clauses.run", fail)
    assert main(["clauses"]) == 1
    assert code in capsys.readouterr().err
