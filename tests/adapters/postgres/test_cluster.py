"""数据库集群: made, started, found stale, never mistaken for a stranger's process."""

import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from luoqiao.adapters.postgres.account import ServerAccount
from luoqiao.adapters.postgres.cluster import SOCKET_PATH_LIMIT, Cluster, ensure_database, socket_folder
from luoqiao.adapters.postgres.errors import DatabaseUnavailable
from luoqiao.adapters.postgres.leftovers import SOCKET_NAME, find_server
from luoqiao.adapters.processes.identity import find_process

QUICK = {"fsync": "off", "shared_buffers": "16MB"}


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    made = Cluster(tmp_path / "postgres", settings=QUICK, initdb=("--wal-segsize=1", "--no-sync"))
    yield made
    made.stop()


@pytest.fixture
def stranger() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(["sleep", "60"])
    yield process
    process.kill()
    process.wait()


def answer(cluster: Cluster, question: str) -> object:
    with psycopg.connect(cluster.url()) as connection:
        row = connection.execute(question).fetchone()  # type: ignore[arg-type] # written here
    assert row is not None
    return row[0]


def test_text_is_utf8_and_sorted_by_code_point_whatever_the_language(cluster: Cluster) -> None:
    cluster.start()
    assert answer(cluster, "SHOW server_encoding") == "UTF8"
    assert answer(cluster, "SELECT datlocprovider FROM pg_database WHERE datname = 'postgres'") == "b"
    assert answer(cluster, "SHOW listen_addresses") == ""
    assert answer(cluster, "SHOW fsync") == "off"


def test_data_survive_a_stop(cluster: Cluster) -> None:
    cluster.start()
    ensure_database(cluster.url(), "洛江")
    ensure_database(cluster.url(), "洛江")
    cluster.stop()
    assert cluster.start()
    assert answer(cluster, "SELECT count(*) FROM pg_database WHERE datname = '洛江'") == 1


def test_a_second_starter_uses_the_server_of_the_first(cluster: Cluster) -> None:
    assert cluster.start()
    second = Cluster(cluster.home)
    assert not second.start()
    second.stop()
    assert answer(cluster, "SELECT 1") == 1


def test_a_strangers_process_with_the_recorded_number_is_left_alone(
    cluster: Cluster, stranger: subprocess.Popen[bytes]
) -> None:
    cluster.start()
    cluster.stop()
    (cluster.data / "postmaster.pid").write_text(f"{stranger.pid}\n{cluster.data}\n0\n5432\n{cluster.sockets}\n\n0\n")
    (cluster.sockets / SOCKET_NAME).write_text("")
    (cluster.sockets / f"{SOCKET_NAME}.lock").write_text(f"{stranger.pid}\n")
    assert find_server(cluster.data) is None
    assert cluster.start()
    cluster.stop()
    assert stranger.poll() is None


@pytest.mark.parametrize("content", ["", "no number\n", "-1\n", "99999999999\n"])
def test_a_half_written_mark_does_not_prevent_the_start(cluster: Cluster, content: str) -> None:
    cluster.start()
    cluster.stop()
    (cluster.data / "postmaster.pid").write_text(content)
    assert cluster.start()


def test_a_server_left_without_its_supervisor_is_stopped_first(cluster: Cluster, tmp_path: Path) -> None:
    cluster.start()
    server = find_server(cluster.data)
    assert server is not None
    # A supervisor that died leaves the lock free and the server running, where no death signal exists.
    cluster._lock.release()
    heir = Cluster(cluster.home, settings=QUICK)
    try:
        assert heir.start()
        assert not server.is_running()
        assert answer(heir, "SELECT 1") == 1
    finally:
        heir.stop()


def test_a_creation_that_was_killed_is_begun_again(cluster: Cluster) -> None:
    draft = cluster.home / "data.new"
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18\n")
    assert cluster.start()
    assert not draft.exists()


def test_data_of_another_major_version_are_not_touched(cluster: Cluster) -> None:
    cluster.start()
    cluster.stop()
    (cluster.data / "PG_VERSION").write_text("16\n")
    with pytest.raises(DatabaseUnavailable, match="PostgreSQL 16"):
        cluster.start()


def test_damaged_data_are_reported_with_the_last_words_of_the_server(cluster: Cluster) -> None:
    cluster.start()
    cluster.stop()
    shutil.rmtree(cluster.data / "global")
    with pytest.raises(DatabaseUnavailable, match=r"数据库没有启动.*postgres\.log"):
        cluster.start()


@pytest.mark.parametrize("name", ["有 空格", "a,b", 'quote"d', "长" * 60])
def test_any_folder_will_do(tmp_path: Path, name: str) -> None:
    cluster = Cluster(tmp_path / name, settings=QUICK, initdb=("--wal-segsize=1", "--no-sync"))
    try:
        assert cluster.start()
        assert len(os.fsencode(cluster.sockets / SOCKET_NAME)) <= SOCKET_PATH_LIMIT
        assert stat.S_IMODE(cluster.sockets.stat().st_mode) == stat.S_IRWXU
    finally:
        cluster.stop()
        if cluster.sockets.parent != cluster.home:
            shutil.rmtree(cluster.sockets)


def test_a_long_path_gets_its_sockets_elsewhere_and_always_the_same(tmp_path: Path) -> None:
    home = tmp_path / ("x" * 120)
    assert socket_folder(home) == socket_folder(home) != socket_folder(home / "y")


def test_a_folder_of_somebody_else_is_not_taken_over(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("")
    with pytest.raises(DatabaseUnavailable, match="另一个用户"):
        ServerAccount(uid=os.geteuid() + 1, gid=0).own(tmp_path)


def test_a_link_in_the_place_of_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(DatabaseUnavailable):
        ServerAccount().own(tmp_path / "link")


def test_a_zombie_counts_as_gone() -> None:
    child = subprocess.Popen(["true"])
    while os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT) is None:
        pass
    assert find_process(child.pid) is None
    child.wait()
