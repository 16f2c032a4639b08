"""Mails as files, for a shop without a mail host."""

import os
from pathlib import Path

from django.core.mail.backends import filebased

from inventory_site.private_files import keep_private


class EmailBackend(filebased.EmailBackend):
    """Writes each mail to a file that its owner only can read."""

    def open(self) -> bool:
        """Open the file as Django does, after making it: mode 600, in a folder with mode 700."""
        keep_private(Path(self.file_path), 0o700)
        os.close(os.open(self._get_filename(), os.O_WRONLY | os.O_CREAT, 0o600))  # type: ignore[attr-defined]  # Django's
        return bool(super().open())
