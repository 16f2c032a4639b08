"""Mails as files, for a shop without a mail host."""

import os
from pathlib import Path
from typing import BinaryIO

from django.core.mail.backends import filebased

from inventory_site.private_files import keep_private


class EmailBackend(filebased.EmailBackend):
    """Writes each mail to a file that its owner only can read."""

    def open(self) -> bool:
        """Open the file, made with mode 600 in a folder with mode 700."""
        if self.stream is not None:
            return False
        folder = Path(self.file_path)
        keep_private(folder, 0o700)
        self.stream: BinaryIO | None = os.fdopen(
            os.open(self._get_filename(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab"
        )
        return True
