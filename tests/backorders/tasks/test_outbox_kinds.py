"""Every kind of row that leaves the system is drained, and none is forgotten."""

import re
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from payments.core import provider_factory

from backorders.models import Errand, Notification, Refund
from backorders.models.outbox import OutboxRow
from backorders.tasks.outbox import DRAINS, drain_outbox
from inventory_site.models import AccountMail, PasswordMail
from tests.backorders.outbox import DUE, drained, is_done, kept, refund_due

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]


def all_classes(of: type[OutboxRow]) -> set[type[OutboxRow]]:
    below = {each for child in of.__subclasses__() for each in all_classes(child)}
    return below if of._meta.abstract else {of, *below}  # noqa: SLF001  Django's API


def test_every_kind_of_row_is_drained() -> None:
    assert all_classes(OutboxRow) == set(DRAINS) == set(DUE)  # type: ignore[type-abstract]  # it is walked, not made


def test_nothing_else_leaves_by_a_task_alone() -> None:
    """A task is lost with its worker: each that is enqueued sends a row of the outbox."""
    sources = [path for app in ("backorders", "catalog", "inventory_site") for path in (ROOT / app).rglob("*.py")]
    asking = {str(path.relative_to(ROOT)) for path in sources if ".enqueue(" in path.read_text()}
    assert asking == {"backorders/receivers/outbox.py"}
    tasks = {name for path in sources for name in re.findall(r"@task\(.*\)\ndef (\w+)", path.read_text())}
    assert tasks == {task.module_path.rsplit(".", 1)[1] for task in DRAINS.values()}
    assert tasks == {"send_notification", "send_refund", "run_errand", "send_password_mail", "send_account_mail"}


def test_a_row_is_asked_for_with_the_transaction_that_wrote_it() -> None:
    with transaction.atomic():
        kept()
        assert DBTaskResult.objects.exists()
        transaction.set_rollback(True)
    assert (DBTaskResult.objects.count(), Notification.objects.count()) == (0, 0)


@pytest.mark.parametrize("model", list(DUE), ids=lambda model: model.__name__)
def test_a_row_whose_task_was_lost_is_sent_once(model: type[OutboxRow]) -> None:
    row = DUE[model]()
    DBTaskResult.objects.all().delete()
    drain_outbox(now=timezone.now())
    assert is_done(row)
    drained()
    assert (is_done(row), row.tries) == (True, 1)


@pytest.mark.parametrize("model", list(DUE), ids=lambda model: model.__name__)
def test_a_row_whose_worker_was_killed_is_sent_after_its_claim_and_not_before(
    monkeypatch: pytest.MonkeyPatch, model: type[OutboxRow]
) -> None:
    class Killed(BaseException):
        """Nothing of ours runs after it."""

    def kill(*_args: object, **_kwargs: object) -> None:
        raise Killed

    row = DUE[model]()
    with monkeypatch.context() as context:
        context.setattr(EmailMessage, "send", kill)
        context.setattr(provider_factory("card"), "refund", kill)
        context.setattr("backorders.actions.run_errand.confirm_order", kill)
        with pytest.raises(Killed):
            DRAINS[model].call(row.pk)
    drain_outbox(now=timezone.now())
    assert not is_done(row)
    drained()
    assert (is_done(row), row.tries) == (True, 2)


@pytest.mark.parametrize("model", [Notification, Errand, PasswordMail, AccountMail])
def test_no_row_can_be_forgotten(model: type[OutboxRow]) -> None:
    row = DUE[model]()
    with pytest.raises(IntegrityError, match="not_forgotten"), transaction.atomic():
        type(row)._default_manager.update(next_try_at=None)  # noqa: SLF001  Django's API


def test_no_requested_refund_can_be_forgotten() -> None:
    refund_due()
    with pytest.raises(IntegrityError, match="not_forgotten"), transaction.atomic():
        Refund.objects.update(next_try_at=None)
