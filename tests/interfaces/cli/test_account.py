"""luoqiao account: the first administrators of a site, one for each post, and no others; a way back in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model

from luoqiao.adapters.postgres.cluster import Cluster
from luoqiao.apps.accounts.errors import NoSuchAccount, PostFilled
from luoqiao.apps.accounts.models import PostHeld
from luoqiao.apps.accounts.services import NewAccount, create_first_administrator, rescue_administrator
from luoqiao.apps.audit.queries import list_entries
from luoqiao.core.parties.actor import Role
from tests.apps.accounts.account_builder import a_person, at

NOW = at("2026-11-30")


def asked(url: str, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DATABASE_URL": url, "DATA": str(folder), "PYTHONPATH": os.pathsep.join(sys.path),
                   "DJANGO_SETTINGS_MODULE": "luoqiao.config.settings"}  # fmt: skip
    command = [sys.executable, "-m", "luoqiao.interfaces.cli.main", "account", *words]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
def test_the_first_of_each_is_made_and_no_second(role: Role) -> None:
    password = create_first_administrator(asked=NewAccount("first", "第一位"), role=role, at=NOW)
    user = get_user_model().objects.get(username="first")
    assert user.check_password(password)
    assert user.must_change_password
    assert [entry.action for entry in list_entries("account:first")] == ["account.created", "post.granted"]
    with pytest.raises(PostFilled, match="第一位"):
        create_first_administrator(asked=NewAccount("second", "第二位"), role=role, at=NOW)


@pytest.mark.django_db
def test_only_an_administrator_is_let_back_in_from_here() -> None:
    a_person("zhang", (Role.OFFICER, "industry_information"))
    with pytest.raises(NoSuchAccount):
        rescue_administrator(username="zhang", at=NOW)
    user = a_person("system", (Role.SYSTEM_ADMIN, ""))
    label, password = rescue_administrator(username="system", at=NOW)
    user.refresh_from_db()
    assert (label, user.check_password(password), user.must_change_password) == ("系统管理员", True, True)
    assert not user.authenticator_set.exists()
    assert PostHeld.objects.filter(user=user, until_on=None).exists()


def test_a_database_without_tables_is_said_in_one_sentence(fresh_database: str, tmp_path: Path) -> None:
    done = asked(fresh_database, tmp_path, "create-admin", "system", "--username", "first", "--name", "第一位")
    assert (done.returncode, done.stdout) == (2, "")
    assert "请先运行一次 luoqiao run" in done.stderr


@pytest.mark.usefixtures("db")
def test_bad_input_names_every_field(test_cluster: Cluster, tmp_path: Path) -> None:
    done = asked(test_cluster.url("luoqiao"), tmp_path, "create-admin", "audit", "--username", "第一位", "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert [one["field"] for one in json.loads(done.stderr)["errors"]] == ["username", "name"]
    done = asked(test_cluster.url("luoqiao"), tmp_path, "create-admin", "--username", "first", "--name", "第一位")
    assert "要写建哪一员" in done.stderr
