"""What lies in `.data` is its owner's only: mails hold links that cancel orders, the log holds statements that failed."""

import os
import stat
from pathlib import Path


def private_mode() -> int:
    """Return the mode of a folder of ours: its owner's only. Root's may be passed, not read: the server is not root."""
    return 0o711 if os.geteuid() == 0 else 0o700


def keep_private(path: Path, mode: int) -> bool:
    """Take from a file or folder of ours what goes beyond the mode; return whether anything did."""
    found = path.stat()
    now = stat.S_IMODE(found.st_mode)
    if not now & ~mode or found.st_uid != os.geteuid():
        return False
    path.chmod(now & mode)
    return True


def tighten(data: Path, mode: int) -> None:
    """Close the data folder, and the mails in it that an older version wrote for everybody to read."""
    if data.is_dir():
        keep_private(data, mode)
    mails = data / "mail"
    if mails.is_dir() and keep_private(mails, 0o700):
        for mail in mails.iterdir():
            keep_private(mail, 0o600)
