"""系统说的话: no English reaches the reader."""

import errno

import pytest

from luoqiao.core.kernel.system_words import system_words


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "磁盘已满"),
        (PermissionError(errno.EACCES, "Permission denied"), "没有权限"),
        (FileNotFoundError(errno.ENOENT, "No such file or directory"), "没有这个文件夹或文件"),
        (RuntimeError("parquet: underlying IO error: No space left on device"), "磁盘已满"),
        (OSError("something else"), "系统拒绝"),
        (OSError(9999, "unheard of"), "系统拒绝"),
    ],
)
def test_the_reason_is_said_in_chinese(fault: Exception, said: str) -> None:
    assert system_words(fault) == said
