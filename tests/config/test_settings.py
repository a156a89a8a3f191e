"""设置：what the environment says becomes settings, and secrets stay secret."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from luoqiao.adapters.environment.options import BadOption, Options, data_folder, read_options
from luoqiao.adapters.environment.secret_key import get_secret_key
from luoqiao.config.settings import QUICK_QUERIES, allowed_hosts, database_settings


def test_a_database_address_becomes_settings() -> None:
    settings = database_settings("postgresql://lq:p%40ss@db.example:5433/luoqiao?sslmode=require")
    named = {key: settings[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    assert named == {"NAME": "luoqiao", "USER": "lq", "PASSWORD": "p@ss", "HOST": "db.example", "PORT": "5433"}
    assert settings["OPTIONS"] == {"sslmode": "require", "options": QUICK_QUERIES}
    own = database_settings("postgresql://db.example/luoqiao?options=-c%20jit%3Don")
    assert own["OPTIONS"] == {"options": "-c jit=on"}


def test_a_socket_folder_with_spaces_is_kept() -> None:
    settings = database_settings("postgresql:///luoqiao?host=/a%20b/socket&user=postgres")
    assert settings["HOST"] == "/a b/socket"


def test_the_key_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(get_secret_key, [tmp_path / "data"] * 8))
    assert len(keys) == 1
    assert len(keys.pop()) >= 50
    assert stat.S_IMODE((tmp_path / "data" / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret_key"]


def test_only_loopback_names_are_served_unless_it_listens_to_others() -> None:
    assert allowed_hosts("127.0.0.1", "") == ["localhost", "127.0.0.1", "[::1]"]
    assert "portal.example" in allowed_hosts("127.0.0.1", "portal.example, ")
    assert "10.0.0.7" in allowed_hosts("10.0.0.7", "")
    assert "*" not in allowed_hosts("0.0.0.0", "")


def test_options_are_read_from_the_environment(tmp_path: Path) -> None:
    options = read_options({"PORT": " 8080 ", "DATA": str(tmp_path), "HOST": "::1", "DATABASE_URL": "postgresql:///x"})
    assert options == Options(tmp_path, "::1", 8080, "postgresql:///x")
    assert options.site_url == "http://[::1]:8080/"


def test_what_is_not_said_has_a_default() -> None:
    options = read_options({})
    assert (options.host, options.port, options.database_url) == ("127.0.0.1", 8000, "")
    assert options.data == data_folder("")
    assert options.data.name == "var"


@pytest.mark.parametrize("port", ["x", "0", "65536", "1e3", "٣"])
def test_a_bad_port_is_refused(port: str) -> None:
    with pytest.raises(BadOption, match="不是端口号"):
        read_options({"PORT": port})
