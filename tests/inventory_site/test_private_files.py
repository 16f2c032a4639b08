"""Mails and what else lies in .data are their owner's only."""

import stat
from pathlib import Path

import pytest
from django.core.mail import EmailMessage, mailers
from pytest_django.fixtures import Settings

from inventory_site.private_files import tighten


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_mail_is_written_for_its_owner_only(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    folder.mkdir(mode=0o755)
    settings.MAILERS = {
        "default": {"BACKEND": "inventory_site.private_mail.EmailBackend", "OPTIONS": {"file_path": folder}}
    }
    mailers["default"].send_messages([EmailMessage("Your order", "https://…/order/secret/", to=["ann@example.org"])])
    (mail,) = folder.iterdir()
    assert (mode(folder), mode(mail)) == (0o700, 0o600)
    assert "Your order" in mail.read_text()


@pytest.mark.parametrize("wanted", [0o700, 0o711])
def test_what_an_older_version_left_open_is_closed(tmp_path: Path, wanted: int) -> None:
    mails = tmp_path / "mail"
    mails.mkdir(mode=0o755)
    (mails / "old.log").touch(mode=0o644)
    tmp_path.chmod(0o755)
    tighten(tmp_path, wanted)
    assert [mode(path) for path in (tmp_path, mails, mails / "old.log")] == [wanted, 0o700, 0o600]


def test_a_closed_folder_is_never_opened(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    tighten(tmp_path, 0o711)
    assert mode(tmp_path) == 0o700
