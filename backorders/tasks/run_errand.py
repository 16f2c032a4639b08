"""Do one errand."""

from typing import assert_never

from django.tasks import task

from backorders.models import Errand, ErrandKind
from backorders.tasks.attempt import attempt
from backorders.tasks.capture_payment import capture_payment
from backorders.tasks.confirm_reopened import confirm_reopened
from backorders.tasks.withdraw_payment import withdraw_payment


@task()
def run_errand(errand_id: int) -> None:
    """Do the errand when it is due."""
    attempt(Errand, errand_id, _run)


def _run(errand: Errand) -> None:
    kind, payment_id = ErrandKind(errand.kind), errand.payment_id or 0
    match kind:
        case ErrandKind.CAPTURE:
            capture_payment(payment_id, request_key=str(errand.request_key))
        case ErrandKind.WITHDRAW | ErrandKind.RELEASE:
            withdraw_payment(payment_id, was_authorised=kind is ErrandKind.RELEASE)
        case ErrandKind.CONFIRM_REOPENED:
            confirm_reopened(errand.order_id)
        case _:
            assert_never(kind)
