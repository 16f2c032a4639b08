"""A message to a customer: subject, text, and what is still to come."""

from dataclasses import dataclass
from datetime import date
from email.utils import parseaddr, quote

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from backorders.models import Order
from backorders.models.order import shop_address
from backorders.queries.order import order_configuration
from backorders.queries.order_lines import ConfirmedLine, confirmed_lines
from backorders.queries.queue import ToldLine, status_of_all, told_now
from backorders.words.contact import questions_words
from backorders.words.order import later_in_words
from catalog.rules.availability import QuantityTold
from catalog.rules.quantity import plain


@dataclass(frozen=True)
class Message:
    """Subject and both bodies of one e-mail."""

    subject: str
    text: str
    html: str


def rendered(template: str, context: dict[str, object]) -> Message:
    """Render the three parts in `templates/emails/<template>/`."""
    folder = f"emails/{template}"
    body = render_to_string(f"{folder}/body.txt", context)
    return Message(
        subject=rendered_subject(template, context),
        text="\n\n".join(filter(None, (body.strip(), str(context.get("questions", ""))))) + "\n",
        html=render_to_string(f"{folder}/body.html", context),
    )


def rendered_subject(template: str, context: dict[str, object]) -> str:
    """Render the subject alone, on one line."""
    return " ".join(render_to_string(f"emails/{template}/subject.txt", context).split())


def order_message(template: str, order: Order, **context: object) -> Message:
    """Render `templates/emails/<template>/` with `context` and the order's number, shop, customer name and page.

    Where questions go stands below it. One or two queries.
    """
    address = reverse("storefront:confirmation", kwargs={"checkout": order.checkout})
    about = {
        "number": order.number,
        "shop": order.website.name,
        "name": order.customer_name,
        "url": shop_address(order, address),
        "questions": questions_words(order_configuration(order)),
    }
    return rendered(template, about | context)


@dataclass(frozen=True)
class LineToCome:
    """Units of one line; `told` is what the shop says to them."""

    name: str
    sku: str
    quantity: str
    told: QuantityTold | None = None


@dataclass(frozen=True)
class ToCome:
    """The units that were neither shipped nor given up; `later` says when those come that are not there, empty when all are."""

    lines: tuple[LineToCome, ...]
    later: str


def to_come(order: Order, *, lines: tuple[ConfirmedLine, ...] | None = None, today: date) -> ToCome:
    """Return what of `order` is still to come now. Call when its lines are written; `lines` if they are known."""
    rows = list(order.lines.all())
    found = confirmed_lines(order) if lines is None else lines
    told: dict[int, ToldLine] = told_now(order, found, rows, order_configuration(order), today=today)
    is_virtual = all(row.is_virtual for row in rows)
    return ToCome(
        lines=tuple(
            LineToCome(line.name, line.sku, plain(told[line.pk].open), told[line.pk].told)
            for line in found
            if line.pk in told
        ),
        later=later_in_words(status_of_all(told), is_virtual=is_virtual, together=order.ships_complete),
    )


def message_id(key: object) -> str:
    """Return the Message-ID for `key`: the same at each try."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{key}@{domain}>"


def addressed_to(recipient: str, name: str) -> str:
    """Return the address of a mail: with the recipient's name where it is known, as people write to each other."""
    # In quotes: a name may hold what has a meaning in addresses, as commas have.
    return f'"{quote(" ".join(name.split()))}" <{recipient}>' if name.strip() else recipient
