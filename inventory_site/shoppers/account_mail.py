"""The mail with the link by which a shopper chooses a password: asked for at the door, made and sent by the worker.

Whoever asks is told the same, and the worker finds out whether there is such an account. The link is kept nowhere.
"""

import logging
from datetime import datetime

from allauth.account.forms import default_token_generator as shop_tokens
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator as staff_tokens
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from backorders.emails.message import Message, message_id, rendered
from backorders.models.order import address_in_shop
from backorders.signals import outbox_row_due
from backorders.words.contact import contact_email, questions_words
from catalog.models import ConfigurationValue, Website
from inventory_site.login.forgotten_password import may_ask
from inventory_site.login.rules import MAILS_COUNTED_FOR
from inventory_site.models import AccountMail
from inventory_site.shoppers.accounts import account_of, forget_unconfirmed, is_shopper, make_account
from inventory_site.shoppers.rules import Asked, Mailed, what_is_mailed

log = logging.getLogger(__name__)


@transaction.atomic
def ask_for_account_mail(*, email: str, asked: Asked, website: Website, address: str, now: datetime) -> None:
    """Keep that `email` is to be mailed, whether or not it is somebody's; nothing when there were too many.

    `address` is the network address that asks. Mails that were sent are forgotten after a while, as are those that were given up.
    """
    AccountMail.objects.filter(next_try_at=None, asked_at__lt=now - MAILS_COUNTED_FOR).delete()
    if may_ask(account=email, address=address, now=now):
        mail = AccountMail.objects.create(email=email, asked=asked, website=website, asked_at=now)
        outbox_row_due.send(AccountMail, row=mail)


def send(mail: AccountMail) -> None:
    """Send what is to be sent; make the account that was asked for."""
    asked = Asked(mail.asked)
    if asked is Asked.ACCOUNT:
        forget_unconfirmed(now=timezone.now())
    user = account_of(mail.email)
    told = what_is_mailed(
        asked,
        has_account=user is not None,
        is_active=user is not None and user.is_active,
        has_password=user is not None and user.has_usable_password(),
    )
    if told is not Mailed.NOTHING and user is None:
        user = make_account(mail.email)
    if told is Mailed.NOTHING or user is None:
        log.info("No mail about an account: %s", told)
        return
    configuration = ConfigurationValue.objects.in_force(website=mail.website)
    words = account_message(user, told, website=mail.website, questions=questions_words(configuration))
    answers_go_to = contact_email(configuration)
    # To the address of the account, never to what was typed.
    sent = EmailMultiAlternatives(
        words.subject,
        words.text,
        to=[user.email],
        reply_to=[answers_go_to] if answers_go_to else [],
        headers={"Message-ID": message_id(mail.request_key)},
    )
    sent.attach_alternative(words.html, "text/html")
    sent.send()


def account_message(user: User, told: Mailed, *, website: Website, questions: str) -> Message:
    """Return the words, with a link that is made now and holds for four hours."""
    about: dict[str, object] = {
        "shop": website.name,
        "told": told.value,
        "url": address_in_shop(link_of(user), website=website.pk),
        "sign_in": address_in_shop(reverse("account_login"), website=website.pk),
        "email": user.email,
        "questions": questions,
    }
    return rendered("account_password", about)


def link_of(user: User) -> str:
    """Return where the password is chosen. Of staff that is the door of the back office, which is stricter."""
    if is_shopper(user):
        token = shop_tokens.make_token(user)
        return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": token})
    who = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("admin:password_reset_confirm", kwargs={"uidb64": who, "token": staff_tokens.make_token(user)})
