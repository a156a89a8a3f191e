"""数据库账户: PostgreSQL refuses to run as root; started by root it runs as `nobody`.

Where a parent folder is closed to others (a home folder, a private temporary folder) `nobody` gets the right to pass
through folders, nothing is made public and no user is created. That server could then write any file: it is for
development, a public installation runs as an ordinary user or names a DATABASE_URL.
"""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from luoqiao.adapters.postgres.errors import DatabaseUnavailable

NEEDED_RIGHT = "+dac_override"


@dataclass(frozen=True, slots=True)
class ServerAccount:
    """数据库账户: who the server runs as; `None` means whoever started it. `wrapper` goes before the command."""

    uid: int | None = None
    gid: int | None = None
    wrapper: tuple[str, ...] = ()

    @property
    def changes_user_itself(self) -> bool:
        """Whether the child has to change its user between fork and exec."""
        return self.uid is not None and not self.wrapper

    def own(self, folder: Path) -> None:
        """归属: make a private folder that belongs to this account; somebody else's folder is never taken over."""
        owner = os.geteuid() if self.uid is None else self.uid
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.lstat()
        ours = status.st_uid == owner or (status.st_uid == os.geteuid() and not any(folder.iterdir()))
        if not stat.S_ISDIR(status.st_mode) or not ours:
            raise DatabaseUnavailable(f"{folder} 属于另一个用户；请用当初建立它的用户启动，或用 DATA= 换一个文件夹。")
        if status.st_uid != owner:
            os.chown(folder, owner, -1 if self.gid is None else self.gid)
        if stat.S_IMODE(status.st_mode) != stat.S_IRWXU:
            folder.chmod(stat.S_IRWXU)


def choose_account(folders: Iterable[Path]) -> ServerAccount:
    """选账户: the weakest account that can reach all these folders; raises DatabaseUnavailable."""
    if os.geteuid() != 0:
        return ServerAccount()
    nobody = pwd.getpwnam("nobody")
    if all(_can_pass(nobody, folder) for folder in folders):
        return ServerAccount(nobody.pw_uid, nobody.pw_gid)
    wrapper = _passing_through(nobody)
    if not wrapper:
        raise DatabaseUnavailable(
            "以 root 启动时，内置数据库改用 nobody 账户运行，但它进不了项目或数据所在的文件夹；"
            "请改用普通用户启动，或把项目和 DATA= 放在所有用户可进入的位置。"
        )
    return ServerAccount(nobody.pw_uid, nobody.pw_gid, wrapper)


def _passing_through(user: pwd.struct_passwd) -> tuple[str, ...]:
    """The words before a command that run it as `user` with the one right it needs; empty where that is refused.

    `access(2)`, with which the server looks for its own programs, forgets rights unless no_setuid_fixup is set. A
    later change of user would drop the death signal, so it is asked for here.
    """
    program = shutil.which("setpriv")
    if program is None:
        return ()
    wrapper = (program, f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups",
               f"--inh-caps={NEEDED_RIGHT}", f"--ambient-caps={NEEDED_RIGHT}",
               "--securebits=+no_setuid_fixup", "--pdeathsig=INT")  # fmt: skip
    return wrapper if subprocess.run([*wrapper, "true"], capture_output=True, check=False).returncode == 0 else ()


def _can_pass(user: pwd.struct_passwd, folder: Path) -> bool:
    """Whether `user` may enter every existing folder on the way; group rights of `nobody` are not counted on."""
    for step in (folder, *folder.parents):
        if not step.exists():
            continue
        status = step.stat()
        needed = stat.S_IXUSR if status.st_uid == user.pw_uid else stat.S_IXOTH
        if not status.st_mode & needed:
            return False
    return True
