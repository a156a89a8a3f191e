"""系统说的话: why a file could not be read or written, in the words of the people who use this."""

from __future__ import annotations

import errno

_WORDS = {
    errno.ENOSPC: "磁盘已满", errno.EDQUOT: "超出磁盘配额", errno.EROFS: "这里只能读不能写", errno.EACCES: "没有权限",
    errno.EPERM: "没有权限", errno.ENOENT: "没有这个文件夹或文件", errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.EISDIR: "这是文件夹", errno.EIO: "磁盘读写出错", errno.ENAMETOOLONG: "名字太长", errno.EMFILE: "打开的文件太多",
    errno.EBUSY: "正被别的程序占用", errno.ETXTBSY: "正被别的程序占用", errno.EFBIG: "文件太大", errno.ELOOP: "链接绕成了圈",
}  # fmt: skip
_ENGLISH = {"No space left": errno.ENOSPC, "Permission denied": errno.EACCES, "Read-only file system": errno.EROFS}


def system_words(fault: Exception) -> str:
    """Why the system refused; libraries that wrap its answer only say it in English."""
    number = fault.errno if isinstance(fault, OSError) else None
    if number is None:
        number = next((code for words, code in _ENGLISH.items() if words in str(fault)), None)
    return _WORDS.get(number, "系统拒绝") if number is not None else "系统拒绝"
