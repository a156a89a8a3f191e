"""导入一万行：读文件、预览、写入，一行不少；杀掉的接着做，读不了的说为什么。"""

import os
import signal
import subprocess
import sys
import time
from uuid import uuid4

import pytest
from django.db import connection

from luoqiao.adapters.postgres.cluster import Cluster
from luoqiao.adapters.xlsx.values import Book, Column, Sheet
from luoqiao.adapters.xlsx.workbook import write_book
from luoqiao.apps.parties.models import Enterprise, ImportRun
from luoqiao.apps.parties.queries import get_import, list_unfinished_imports
from luoqiao.apps.parties.services import ReceivedFile, confirm_import, start_import
from luoqiao.core.parties.import_kind import COLUMNS, ImportKind, ImportState
from luoqiao.core.parties.import_rows import ListSettings
from luoqiao.core.parties.uscc import complete_uscc
from luoqiao.interfaces.worker.register_import import run_import
from tests.apps.parties.people import AT, OFFICER

ROWS = 10_000


def a_book(rows: int) -> bytes:
    """一份企业名录: so many fictitious firms, as the template has them."""
    columns = tuple(Column(column.label, 20) for column in COLUMNS[ImportKind.ENTERPRISES])
    listed = tuple(
        (complete_uscc(f"91350504MB{number:06d}"), f"泉州示例{number:05d}号制造有限公司", "", "3484", "", "", f"示例路 {number}",
         "120", "3500.00", "2022")
        for number in range(rows)
    )  # fmt: skip
    return write_book(Book((Sheet("企业名录", columns, listed),), "企业名录"))


def received(content: bytes, name: str = "名录.xlsx") -> object:
    file = ReceivedFile(ImportKind.ENTERPRISES, name, content, ListSettings("测试"))
    return start_import(file, key=uuid4(), actor=OFFICER, at=AT).identifier


@pytest.mark.django_db
def test_ten_thousand_rows_arrive_all() -> None:
    identifier = received(a_book(ROWS))
    assert run_import(identifier).counts["new"] == ROWS
    confirm_import(identifier, good_rows_only=False, actor=OFFICER, at=AT)
    ended = run_import(identifier)
    assert (ended.state, Enterprise.objects.count()) == (ImportState.DONE, ROWS)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"\xd0\xcf\x11\xe0old", "a.xls", "另存为没有密码的 xlsx"),
        (b"PK\x03\x04broken", "a.xlsx", "不是完好的 xlsx"),
        ("名称\n甲".encode(), "a.csv", "没有找到表头，缺“统一社会信用代码”"),
        ("统一社会信用代码,企业名称\n".encode("gb18030"), "a.csv", "没有一行数据"),
        (b"\x00\x01\x02", "a.csv", "不是文字"),
        ('统一社会信用代码,企业名称\n"没有配成对的引号,甲\n'.encode(), "a.csv", "引号没有配成对"),
        ("统一社会信用代码,企业名称,单位名称\n1,2,3\n".encode(), "a.csv", "“企业名称”有两列（B、C）"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, name: str, why: str) -> None:
    ended = run_import(received(content, name))
    assert ended.state is ImportState.FAILED
    assert why in ended.trouble


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_any_of_the_usual_encodings(encoding: str) -> None:
    text = "说明\n统一社会信用代码\t单位名称\t备注\n91350504MA2000019C\t泉州㛃示例有限公司\tx\n\n"
    ended = run_import(received(text.encode(encoding), "a.txt"))
    assert (ended.state, ended.counts["new"]) == (ImportState.READY, 1)


KILLED = """
import django, sys, time
from uuid import UUID
django.setup()

from luoqiao.apps.parties.services import importing
from luoqiao.interfaces.worker.register_import import run_import
real = importing.write_new
def slow(records, **told):
    for written in real(records, **told):
        print("wrote", flush=True)
        time.sleep(0.5)
        yield written
importing.write_new = slow
run_import(UUID(sys.argv[1]))
"""


@pytest.mark.django_db(transaction=True)
def test_killed_while_writing_nothing_is_there_and_the_next_worker_does_it(test_cluster: Cluster) -> None:
    identifier = received(a_book(3000))
    run_import(identifier)
    confirm_import(identifier, good_rows_only=False, actor=OFFICER, at=AT)
    environment = {
        **os.environ, "DATABASE_URL": test_cluster.url("luoqiao"), "DJANGO_SETTINGS_MODULE": "luoqiao.config.settings",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }  # fmt: skip
    with subprocess.Popen([sys.executable, "-c", KILLED, str(identifier)], env=environment, stdout=subprocess.PIPE) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == b"wrote\n"
        assert worker.stdout.readline() == b"wrote\n"
        seen_meanwhile = ImportRun.objects.get(identifier=identifier)
        run_import(identifier)
        left_alone = Enterprise.objects.count()
        os.kill(worker.pid, signal.SIGKILL)
    assert (seen_meanwhile.rows_done > 0, left_alone, Enterprise.objects.count()) == (True, 0, 0)
    assert list_unfinished_imports() == (identifier,)
    _wait_until_rolled_back()
    assert run_import(identifier).state is ImportState.DONE
    assert (Enterprise.objects.count(), get_import(identifier).state) == (3000, ImportState.DONE)


def _wait_until_rolled_back() -> None:
    """The server notices within moments that the killed worker is gone."""
    for _ in range(100):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
            if cursor.fetchone()[0] == 0:
                return
        time.sleep(0.05)
