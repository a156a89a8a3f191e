"""密钥: made once for each data folder, readable by its owner alone; everything signed hangs on it."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

FILE_NAME = "secret_key"


def get_secret_key(data: Path) -> str:
    """取密钥: from the data folder; made there the first time, whole or not at all."""
    path = data / FILE_NAME
    with contextlib.suppress(FileNotFoundError):
        return path.read_text(encoding="ascii")
    data.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=data, prefix=f"{FILE_NAME}.")  # such files are 0600
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    # A link is refused when somebody else was quicker: then theirs is the key.
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    Path(draft).unlink()
    return path.read_text(encoding="ascii")
