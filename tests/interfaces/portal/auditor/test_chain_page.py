"""审计链的页：how far each year is, checked now, exported as anybody can verify it; nobody else enters."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from luoqiao.apps.audit.chaining import chain_waiting, seal_ended_days
from luoqiao.interfaces.cli import audit_check, audit_export, audit_verifier
from luoqiao.interfaces.cli.main import main
from tests.apps.cases.stories import AT
from tests.interfaces.portal.cases.office import Office

pytestmark = pytest.mark.django_db


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return] # a response


def meddle() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE audit_entry SET reason = '改过' WHERE id = (SELECT entry FROM audit_link WHERE seq = 2)")
        cursor.execute("SET session_replication_role = DEFAULT")


def test_a_year_is_checked_exported_and_verified_elsewhere(office: Office, tmp_path: Path) -> None:
    office.claim()
    page = text(office.auditor.client.post("/audit/chain/", {"year": "2023"}))
    assert "完整：" in page
    seal_ended_days(AT + timedelta(days=3))
    export = b"".join(office.auditor.opens("/audit/chain/2023/export/").streaming_content)  # type: ignore[attr-defined]
    file, program, seals = tmp_path / "chain.jsonl", tmp_path / "verify_export.py", tmp_path / "seals"
    file.write_bytes(export)
    program.write_bytes(office.auditor.opens("/audit/chain/verifier/").content)
    seals.mkdir()
    found = re.search(r'href="/audit/chain/2023/seals/([0-9-]+)/"', text(office.auditor.opens("/audit/chain/2023/seals/")))
    assert found
    day = found[1]
    (seals / "seal.json").write_bytes(office.auditor.opens(f"/audit/chain/2023/seals/{day}/").content)
    command = [sys.executable, "-I", str(program), str(file), "--seals", str(seals)]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0
    file.write_bytes(export.replace(b"officer", b"0fficer", 1))
    assert subprocess.run(command, check=False, capture_output=True).returncode == 1


def test_what_was_changed_is_named_on_the_page_and_by_the_commands(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office.claim()
    chain_waiting(AT)
    meddle()
    assert "不完整：" in text(office.auditor.client.post("/audit/chain/", {"year": "2023"}))
    assert audit_check._check(2023, as_json=False) == 1
    assert "第 2 条" in capsys.readouterr().out
    file = tmp_path / "审计链.jsonl"
    audit_export._export(2023, file)
    assert main(["audit", "verify", str(file)]) == 1
    assert "第 2 条" in capsys.readouterr().out
    assert main(["audit", "verify", str(tmp_path / "没有.jsonl")]) == 2
    assert main(["audit", "verifier", "--out", str(tmp_path / "v.py")]) == 0
    assert (tmp_path / "v.py").read_bytes() == audit_verifier.verifier_bytes()


def test_an_export_that_cannot_be_written_says_so(office: Office, tmp_path: Path) -> None:
    office.claim()
    with pytest.raises(audit_export.CannotWrite, match="没有导出"):
        audit_export._export(2023, tmp_path / "没有这个文件夹" / "链.jsonl")


def test_nobody_else_enters_and_a_year_that_is_not_there_is_said(office: Office) -> None:
    office.claim()
    for person in (office.head, office.agent, office.leader):
        assert person.opens("/audit/chain/").status_code == 403
    assert office.auditor.opens("/audit/chain/1999/export/").status_code == 404
    assert office.auditor.opens("/audit/chain/x/seals/").status_code == 404
