"""Orders, and what happened to them."""

import uuid
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, LPad, Upper
from payments.core import get_base_url

from backorders.models.order_revision import on_order
from backorders.rules.order_status import HELD_FROM, OPEN, OrderStatus
from backorders.rules.payment import PaymentMethod
from catalog.models import Stock, StoreView, Website
from catalog.models.fields import MoneyField, QuantityField, fits_currency
from catalog.models.product_search import WordsIndex, WordsOf

# What who placed an order is found by.
CUSTOMER_WORDS = WordsOf("email", "customer_name")


class Order(models.Model):
    """An order of one website, sold from one stock.

    `checkout` is the token of the cart it was made from, so that a checkout submitted twice is the same order. `revision` rises
    whenever what was agreed, done or paid changes (`order_revision`): a page that shows another one is out of date.
    """

    # The id and the method of its payment, known to who has placed it just now.
    placed_payment: tuple[int, str] | None = None
    number = models.GeneratedField(
        expression=LPad(Cast("id", models.CharField()), 9, models.Value("0")),
        output_field=models.CharField(max_length=32),
        db_persist=True,
        unique=True,
    )
    checkout = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    website = models.ForeignKey(Website, on_delete=models.PROTECT, related_name="orders")
    # Where it was placed. None: by staff, or the store view was deleted.
    store_view = models.ForeignKey(StoreView, on_delete=models.SET_NULL, null=True, blank=True, related_name="orders")
    stock = models.ForeignKey(Stock, on_delete=models.PROTECT, related_name="orders")
    status = models.CharField(
        max_length=16,
        choices=[(status.value, status.label) for status in OrderStatus],
        default=OrderStatus.PENDING_PAYMENT.value,
    )
    held_from = models.CharField(
        max_length=16, blank=True, default="", help_text="the status that an order on hold goes back to"
    )
    email = models.EmailField()
    # Keyed hash of the network address that a shopper's check order came from, until it is paid or canceled. Else empty.
    network = models.CharField(max_length=32, blank=True, default="", db_default="", editable=False)
    customer_name = models.CharField(max_length=200, blank=True)
    customer_group = models.CharField(
        max_length=16,
        blank=True,
        default="",
        db_default="",
        help_text="the code of the group whose minimum quantities hold",
    )
    # Where the goods go. Empty for orders of virtual goods, and for those of systems that keep the address themselves.
    street = models.CharField(max_length=255, blank=True, default="")
    city = models.CharField(max_length=255, blank=True, default="")
    postcode = models.CharField(max_length=32, blank=True, default="")
    country = models.CharField(max_length=2, blank=True, default="", help_text="ISO 3166 code, such as US or DE")
    latitude = models.DecimalField(max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    ships_complete = models.BooleanField(default=False, db_default=False)
    consent = models.CharField(max_length=300, blank=True, default="", db_default="", editable=False)
    consent_days = QuantityField(null=True, blank=True, editable=False)
    consented_at = models.DateTimeField(null=True, blank=True, editable=False)
    currency = models.CharField(max_length=3)
    total = MoneyField()
    revision = models.PositiveBigIntegerField(default=1, db_default=1, editable=False)
    placed_at = models.DateTimeField(db_index=True)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="orders_placed"
    )
    canceled_at = models.DateTimeField(null=True, blank=True)
    canceled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="orders_canceled"
    )

    class Meta:
        ordering = ("-placed_at", "-pk")
        # Django's add and change are for the orders that staff make and edit.
        permissions = (
            ("cancel_order", "Can cancel orders"),
            ("comment_order", "Can comment on orders, and write to their shoppers"),
            ("hold_order", "Can hold and release orders"),
            ("invoice_order", "Can invoice orders"),
            ("ship_order", "Can ship orders"),
            ("refund_order", "Can refund orders"),
            ("prioritise_order", "Can move order lines to the front of the queue"),
            # Who has the link of an order can do with it what its shopper can.
            ("see_order_link", "Can see the shopper's own link to an order"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(total__gte=0), name="order_total_not_negative"),
            fits_currency("total", name="order_total_fits_currency"),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in OrderStatus]), name="order_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status=OrderStatus.CANCELED.value, canceled_at__isnull=False)
                | (~Q(status=OrderStatus.CANCELED.value) & Q(canceled_at=None)),
                name="order_canceled_says_when",
            ),
            models.CheckConstraint(
                # Sorted: a set has another order in every run, and makemigrations would see a change each time.
                condition=Q(
                    status=OrderStatus.ON_HOLD.value,
                    held_from__in=sorted((status.value for status in HELD_FROM), reverse=True),
                )
                | (~Q(status=OrderStatus.ON_HOLD.value) & Q(held_from="")),
                name="order_held_from_a_status",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="order_place_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(consent="", consent_days=None, consented_at=None)
                | (~Q(consent="") & Q(consent_days__gt=0, consented_at__isnull=False)),
                name="order_consent_says_when_and_to_what",
            ),
        )
        indexes = (
            # `expire_payments` asks every minute. Without paid orders the index stays small.
            models.Index(
                fields=("website", "placed_at"),
                condition=Q(status=OrderStatus.PENDING_PAYMENT.value) | Q(held_from=OrderStatus.PENDING_PAYMENT.value),
                name="order_unpaid",
            ),
            # Queue and start page ask for what goes on: of a shop that is some years old, few orders of many.
            models.Index(
                fields=("status", "placed_at"),
                condition=Q(status__in=sorted(status.value for status in OPEN)),
                name="order_going_on",
            ),
            models.Index(fields=("network",), condition=~Q(network=""), name="order_network"),
            models.Index(fields=("status",), condition=Q(ships_complete=True), name="order_ships_complete"),
            # Whose latest order one is, and all of a customer.
            models.Index(Upper("email"), F("placed_at").desc(), F("id").desc(), name="order_email"),
            WordsIndex(CUSTOMER_WORDS, name="order_customer_words"),
        )
        triggers = on_order

    def __str__(self) -> str:
        return f"Order #{self.number}"

    @property
    def status_label(self) -> str:
        """The status in the merchant's words."""
        return OrderStatus(self.status).label

    @property
    def is_offline(self) -> bool:
        """Whether it was placed to be paid by cheque or money order. One query."""
        variant = self.payments.order_by("pk").values_list("variant", flat=True).first()
        return variant == PaymentMethod.CHECK_MONEY_ORDER

    @property
    def standing(self) -> OrderStatus:
        """The status behind a hold: what the order goes on as when it is released, or its status when it is not held."""
        return OrderStatus(self.held_from or self.status)


class EventKind(models.TextChoices):
    """What happened."""

    PAID = "paid", "Paid"
    REFUSED = "refused", "Payment refused"
    EXPIRED = "expired", "Payment expired"
    REOPENED = "reopened", "Reopened"
    HELD = "held", "Put on hold"
    RELEASED = "released", "Released from hold"
    CANCELED = "canceled", "Canceled"
    EDITED = "edited", "Edited"
    INVOICED = "invoiced", "Invoiced"
    SHIPPED = "shipped", "Shipped"
    HANDED_OVER = "handed_over", "Handed over"
    UNDONE = "undone", "Shipment undone"
    REFUNDED = "refunded", "Refunded"
    AT_PROVIDER = "provider", "At the payment provider"
    COMMENTED = "commented", "Commented"


class OrderEvent(models.Model):
    """One line of an order's history: kept for good, never changed. `text` says it in plain words.

    `key` names the request that did it, where a request may arrive twice; empty for events that cannot. `units` is how many it
    was about, where that may be a part of the order: shipped, canceled, refunded. `is_told`: the comment was mailed to the shopper.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=EventKind)
    text = models.CharField(max_length=1000)
    key = models.CharField(max_length=64, blank=True, default="")
    units = QuantityField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    is_through_link = models.BooleanField(
        default=False, db_default=False, help_text="done on the page that the order's link opens"
    )
    is_told = models.BooleanField(default=False, db_default=False, help_text="mailed to the shopper")

    class Meta:
        ordering = ("at", "pk")
        default_permissions = ()
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="order_event_kind_known"),
            models.CheckConstraint(
                condition=Q(is_told=False) | Q(kind=EventKind.COMMENTED), name="order_event_told_is_a_comment"
            ),
            models.UniqueConstraint(fields=("key",), condition=~Q(key=""), name="order_event_once"),
        )

    def __str__(self) -> str:
        return f"{self.order}: {self.text}"


def shop_address(order: Order, path: str) -> str:
    """Return where `path` is found in the order's shop: at its store view's own host, else at PAYMENT_HOST. One query.

    The port and the scheme are PAYMENT_HOST's: one server answers for every host.
    """
    return address_in_shop(path, website=order.website_id, store_view=order.store_view_id)


def address_in_shop(path: str, *, website: int, store_view: int | None = None) -> str:
    """Return where `path` is found at the store view's host, or at that of the website's first one. One query."""
    base, host = urlsplit(get_base_url()), _host(website, store_view)
    if host:
        base = base._replace(netloc=host if base.port is None else f"{host}:{base.port}")
    return str(urljoin(base.geturl(), path))


def _host(website: int, store_view: int | None) -> str:
    """Return the host of the store view; of the website's first one for orders that name none, as those of staff."""
    mine = Q(pk=store_view) if store_view else Q(website=website)
    hosts = StoreView.objects.filter(mine).order_by("-is_default", "-host", "pk").values_list("host", flat=True)
    return hosts.first() or ""
