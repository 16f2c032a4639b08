"""The second factor of a member of staff: an app's six digits (TOTP), and recovery codes for the day the phone is lost."""

import base64
import secrets
from typing import Any

import segno
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp import devices_for_user, verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from catalog.queries.locks.row import locked_row

NAME = "Authenticator app"
CODES = "Recovery codes"
HOW_MANY_CODES = 10


def new_key() -> str:
    """Return the hex key of a new authenticator."""
    return secrets.token_hex(20)


def key_in_words(key: str) -> str:
    """Return the key as people type it into an app that cannot see the picture."""
    text = base64.b32encode(bytes.fromhex(key)).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def picture(user: User, key: str) -> str:
    """Return the QR code that an authenticator app reads, as a `data:` address: nobody else is asked to draw it."""
    address: str = TOTPDevice(user=user, key=key, name=NAME).config_url
    return str(segno.make(address, error="m").svg_data_uri(scale=5, border=2, light="#fff"))


@transaction.atomic
def set_up(*, user: User, key: str, token: str) -> list[str] | None:
    """Keep the key when the token shows that the member's app has it; return his recovery codes, None when it does not."""
    locked_row(user)
    device = TOTPDevice(user=user, key=key, name=NAME, confirmed=True)
    device.save()
    if not device.verify_token(token):
        device.delete()
        return None
    TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
    return new_codes(user=user)


@transaction.atomic
def new_codes(*, user: User) -> list[str]:
    """Replace the recovery codes; return them, this once: only their keyed hashes are kept."""
    StaticDevice.objects.filter(user=user).delete()
    codes = [secrets.token_hex(5) for _ in range(HOW_MANY_CODES)]
    device = StaticDevice.objects.create(user=user, name=CODES)
    for code in codes:
        device.token_set.create(token=_kept(code))
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def take_off(*, user: User) -> int:
    """Take the member's second factor and recovery codes off; return how many there were."""
    taken = 0
    for model in (TOTPDevice, StaticDevice):
        taken += model.objects.filter(user=user).count()
        model.objects.filter(user=user).delete()
    return taken


def device_of(user: User, token: str) -> Device | None:
    """Return the member's device that accepts the token, which is used up by it; None when there is none.

    Each device waits longer after each wrong token (django-otp), so that nobody can try them all.
    """
    text = "".join(token.split()).replace("-", "").lower()
    is_code = not (text.isdecimal() and len(text) == 6)  # noqa: PLR2004 - digits of an app
    for device in devices_for_user(user):
        if isinstance(device, StaticDevice) is is_code:
            found: Any = verify_token(user, device.persistent_id, _kept(text) if is_code else text)
            if found is not None:
                return found
    return None


def codes_left(user: User) -> int:
    """Return how many recovery codes the member has not used."""
    return sum(device.token_set.count() for device in StaticDevice.objects.filter(user=user))


def _kept(code: str) -> str:
    return salted_hmac("inventory_site.recovery_code", code, algorithm="sha256").hexdigest()[:16]
