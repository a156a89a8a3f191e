"""luoqiao run 的拒绝: one clear Chinese sentence with a code, a status that is not 0, and no stack."""

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from luoqiao.interfaces.cli.check_environment import WrongPython, check_python
from tests.live_site import free_port


def run(environment: Mapping[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if k not in {"DATA", "PORT", "HOST", "DATABASE_URL"}}
    return subprocess.run(
        [sys.executable, "-m", "luoqiao.interfaces.cli.main", "run", *words],
        env={**kept, "PYTHONPATH": os.pathsep.join(sys.path), "PORT": str(free_port()), **environment},
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip


def assert_refused(ended: subprocess.CompletedProcess[str], code: str, *words: str) -> None:
    lines = ended.stderr.strip().splitlines()
    assert ended.returncode == 1, ended
    assert len(lines) == 1, ended.stderr
    assert lines[0].startswith("洛桥：")
    assert lines[0].endswith(f"（{code}）")
    assert "Traceback" not in ended.stderr + ended.stdout
    for word in words:
        assert word in lines[0]


def test_a_port_where_somebody_answers_is_left_alone(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run({"DATA": str(tmp_path), "PORT": str(port)})
    assert_refused(ended, "LQ-0112", str(port), "PORT=")


@pytest.mark.parametrize("text", ["abc", "0", "70000", "80.5", "-1", "８０００"])
def test_a_port_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    assert_refused(run({"DATA": str(tmp_path), "PORT": text}), "LQ-0110", text)


def test_an_address_of_another_machine_is_refused(tmp_path: Path) -> None:
    assert_refused(run({"DATA": str(tmp_path), "HOST": "192.0.2.1"}), "LQ-0112", "HOST=192.0.2.1")


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert_refused(run({"DATA": str(tmp_path / "file")}), "LQ-0111", "DATA=")
    assert_refused(run({"DATA": str(tmp_path / "file" / "below")}), "LQ-0111", "DATA=")


def test_a_folder_without_the_right_to_write_is_refused(tmp_path: Path) -> None:
    # For root no folder is closed; the kernel's own process table is.
    closed = Path("/proc/luoqiao") if os.geteuid() == 0 else tmp_path / "closed"
    if os.geteuid() != 0:
        closed.mkdir(mode=0o500)
    assert_refused(run({"DATA": str(closed)}), "LQ-0111", str(closed))


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://user:secret@127.0.0.1:1/nowhere", ("127.0.0.1:1/nowhere", "拒绝连接")),
        ("postgresql:///nowhere?host=/nonexistent", ("没有数据库在运行",)),
        ("mysql://user@127.0.0.1/nowhere", ("PostgreSQL",)),
        ("postgresql://a:b:c:d@[::1/x", ("写法有误",)),
    ],
)
def test_a_database_out_of_reach_is_said_before_anything_starts(tmp_path: Path, url: str, words: tuple[str, ...]) -> None:
    ended = run({"DATA": str(tmp_path), "DATABASE_URL": url})
    assert_refused(ended, "LQ-0120", *words)
    assert "secret" not in ended.stderr


def test_an_old_python_is_refused() -> None:
    with pytest.raises(WrongPython, match=r"Python 3\.10"):
        check_python((3, 10))


def test_options_on_the_command_line_win(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = run({"DATA": "/dev/null/x", "PORT": "1"}, "--data", str(tmp_path), "--port", port)
    assert_refused(ended, "LQ-0112", port)


def test_a_faulty_holiday_notice_is_named_before_anything_starts(tmp_path: Path) -> None:
    (tmp_path / "calendars").mkdir()
    (tmp_path / "calendars" / "2027.toml").write_text("[[notices]]\nyear = 2027\n", "utf-8")
    assert_refused(run({"DATA": str(tmp_path)}), "LQ-5110", "缺“number”", "移出 calendars 文件夹")


def test_a_document_store_that_is_none_is_named_before_anything_starts(tmp_path: Path) -> None:
    assert_refused(run({"DATA": str(tmp_path), "DOCUMENTS": "ftp://elsewhere"}), "LQ-5434", "DOCUMENTS=ftp://elsewhere")


def test_a_mail_server_that_is_none_is_named_before_anything_starts(tmp_path: Path) -> None:
    ended = run({"DATA": str(tmp_path), "MAIL_URL": "smtp://luoqiao:secret@mail?tls=none", "MAIL_FROM": "a@b.cn"})
    assert_refused(ended, "LQ-5703", "密码会被旁人看到")
    assert "secret" not in ended.stderr
