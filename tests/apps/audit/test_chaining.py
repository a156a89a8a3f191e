"""入链：every entry once and in order, whoever writes at once, whoever is killed; what is changed later is found."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, connections, transaction

from luoqiao.apps.audit.chain_queries import (
    NoSuchYear,
    check_year,
    export_year,
    get_year_chain,
    list_seals,
)
from luoqiao.apps.audit.chaining import chain_waiting, seal_ended_days
from luoqiao.apps.audit.models import Entry, Link, Waiting
from luoqiao.apps.audit.services import Deed, Told, record, record_told
from luoqiao.core.audit.chain import seal_text
from luoqiao.core.audit.verify_export import verify_file
from luoqiao.core.parties.actor import Actor
from luoqiao.interfaces.worker.seals import seal_days, seal_name
from tests.killing import kill_at_each_statement

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2023, 6, 12, 1, 30, tzinfo=UTC)
WHO = Actor(7, "陈知行")


def recorded(count: int = 1, *, at: datetime = AT, reason: str = "") -> None:
    for number in range(count):
        with transaction.atomic():
            record(at=at, actor=WHO, deed=Deed("case.reviewed", f"case:LQ-2023-{number:04d}", {"金额": number, "b": 0.5}, reason))


def exported(folder: Path, year: int = 2023) -> Path:
    file = folder / f"chain-{year}.jsonl"
    with file.open("wb") as out:
        out.writelines(export_year(year))
    return file


def meddled(statement: str) -> None:
    """A change with every trigger asleep, as somebody with the keys of the database could make it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
        assert cursor.rowcount


def test_every_entry_is_linked_once_in_its_year(tmp_path: Path) -> None:
    recorded(3)
    recorded(2, at=datetime(2023, 12, 31, 17, tzinfo=UTC))
    assert Waiting.objects.count() == 5
    assert chain_waiting(AT, batch=2) == 5
    assert chain_waiting(AT) == 0
    assert list(Link.objects.order_by("year", "seq").values_list("year", "seq")) == [
        (2023, 1), (2023, 2), (2023, 3), (2024, 1), (2024, 2),
    ]  # fmt: skip
    assert check_year(2023).fault is None
    outcome = verify_file(exported(tmp_path))
    assert (outcome.damage, outcome.links) == (None, 3)
    assert outcome.sha256 == get_year_chain(2023).heads.sha256.hex()


def test_what_is_taken_back_is_never_linked() -> None:
    with transaction.atomic():
        record(at=AT, actor=WHO, deed=Deed("case.reviewed", "case:1"))
        transaction.set_rollback(True)
    assert chain_waiting(AT) == 0


def test_histories_that_are_copied_in_wait_as_well() -> None:
    deed = Deed("case.reviewed", "case:1", {"a": "制表\t换行\n"})
    with transaction.atomic():
        record_told(Told(AT + timedelta(seconds=at), 7, "陈知行", deed) for at in range(50))
    assert chain_waiting(AT) == 50
    assert check_year(2023).fault is None


def test_two_keepers_and_many_writers_leave_no_gap_and_no_double() -> None:
    done = threading.Event()

    def keep() -> None:
        while not done.is_set():
            chain_waiting(AT, batch=3)
        connections.close_all()

    def write() -> None:
        recorded(15)
        connections.close_all()

    keepers, writers = [threading.Thread(target=keep) for _ in range(2)], [threading.Thread(target=write) for _ in range(4)]
    _together(keepers, writers, done)
    chain_waiting(AT)
    assert list(Link.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 61))
    assert set(Link.objects.values_list("entry", flat=True)) == set(Entry.objects.values_list("pk", flat=True))
    assert check_year(2023).fault is None


def _together(keepers: Iterable[threading.Thread], writers: Iterable[threading.Thread], done: threading.Event) -> None:
    every = [*keepers, *writers]
    for one in every:
        one.start()
    for one in writers:
        one.join()
    done.set()
    for one in every:
        one.join()


def test_a_keeper_killed_at_any_statement_loses_and_doubles_nothing() -> None:
    recorded(7)

    def whole() -> None:
        assert Link.objects.count() + Waiting.objects.count() == 7
        assert check_year(2023).fault is None

    assert kill_at_each_statement(lambda: chain_waiting(AT, batch=3), whole) > 3
    assert Waiting.objects.count() == 0


@pytest.mark.parametrize(
    ("statement", "kind", "seq"),
    [
        ("UPDATE audit_entry SET reason = '改过' WHERE subject = 'case:LQ-2023-0002'", "altered", 3),
        ("UPDATE audit_entry SET detail = '{\"金额\": 9}' WHERE subject = 'case:LQ-2023-0001'", "altered", 2),
        ("DELETE FROM audit_entry WHERE subject = 'case:LQ-2023-0003'", "removed", 4),
        ("DELETE FROM audit_link WHERE seq = 2", "removed", 2),
        ("UPDATE audit_link SET sha256 = sm3 WHERE seq = 5", "altered", 5),
        ("DELETE FROM audit_link WHERE seq = 5", "removed", 5),
    ],
)
def test_what_was_changed_behind_the_triggers_is_found(tmp_path: Path, statement: str, kind: str, seq: int) -> None:
    recorded(5)
    chain_waiting(AT)
    seal_ended_days(AT + timedelta(days=1))
    meddled(statement)
    fault = check_year(2023).fault
    assert fault is not None
    assert (fault.kind, fault.seq) == (kind, seq)
    seals = tmp_path / "seals.json"
    seals.write_text(seal_text(list_seals(2023)[0]))
    assert verify_file(exported(tmp_path), seals).damage is not None


def test_an_entry_written_past_the_rules_of_the_database_is_found() -> None:
    recorded(2)
    chain_waiting(AT)
    meddled(
        "INSERT INTO audit_entry (at, \"user\", name, post, for_user, action, subject, reason, detail)"
        " VALUES ('2023-07-01T00:00Z', 1, '某人', '', 0, 'case.reviewed', 'case:1', '', '{}')"
    )
    fault = check_year(2023).fault
    assert fault is not None
    assert fault.kind == "inserted"


def test_a_chain_wholly_computed_anew_is_told_by_a_seal_kept_elsewhere(tmp_path: Path, settings: object) -> None:
    settings.SEALS_FOLDER = tmp_path / "seals"  # type: ignore[attr-defined]
    recorded(3)
    chain_waiting(AT)
    assert seal_days(AT + timedelta(days=1)) == ()
    meddled("UPDATE audit_entry SET reason = '改过' WHERE subject = 'case:LQ-2023-0001'")
    for statement in ("DELETE FROM audit_seal", "DELETE FROM audit_link", "INSERT INTO audit_waiting SELECT id FROM audit_entry"):
        meddled(statement)
    chain_waiting(AT)
    assert check_year(2023).fault is None
    assert verify_file(exported(tmp_path)).damage is None
    assert verify_file(exported(tmp_path), tmp_path / "seals").damage is not None
    assert seal_days(AT + timedelta(days=1)) == (seal_name(list_seals()[0]),)


def test_only_days_that_ended_are_sealed_and_each_once() -> None:
    recorded(2)
    chain_waiting(AT)
    assert seal_ended_days(AT) == 0
    assert seal_ended_days(AT + timedelta(days=1)) == 1
    assert seal_ended_days(AT + timedelta(days=2)) == 0
    assert [one.seq for one in list_seals(2023)] == [2]


def test_a_year_without_records_is_said() -> None:
    with pytest.raises(NoSuchYear, match="1999"):
        list(export_year(1999))
    with pytest.raises(NoSuchYear):
        check_year(1999)
