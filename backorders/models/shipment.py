"""Shipments, their tracking numbers, and each movement of units at a source."""

from collections.abc import Iterator
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from backorders.models.order import Order
from backorders.models.order_line import OrderLine
from backorders.rules.tracking_number import Tracking
from backorders.words.order import document_number
from backorders.words.tracking_number import tracking_words
from catalog.models import Source
from catalog.models.fields import QuantityField


class Shipment(models.Model):
    """A parcel that left a source. `key` is the request's, so that a call that arrives twice ships once.

    Its lines are the source movements whose key is `movement_key`. Until it is handed over to its carrier it can be undone; what
    was undone stays on record, with the movements of `undone_key` that took it back.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="shipments")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="shipments")
    key = models.CharField(max_length=64, unique=True)
    comment = models.TextField(max_length=2000, blank=True, default="")
    shipped_at = models.DateTimeField()
    shipped_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    handed_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="shipments_handed_over",
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="shipments_undone"
    )

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(handed_over_at=None), name="shipment_left_or_undone"
            ),
            models.CheckConstraint(
                condition=Q(handed_over_by=None) | Q(handed_over_at__isnull=False),
                name="shipment_handed_over_says_when",
            ),
            models.CheckConstraint(
                condition=Q(undone_by=None) | Q(undone_at__isnull=False), name="shipment_undone_says_when"
            ),
        )
        indexes = (
            # Those that lie in the house: without what has left the index stays small.
            models.Index(fields=("id",), condition=Q(handed_over_at=None, undone_at=None), name="shipment_here"),
            # Those that left last, and the grid by when they left.
            models.Index(fields=("handed_over_at",), name="shipment_handed_over"),
        )

    def __str__(self) -> str:
        return f"Shipment #{self.number} of {self.order}"

    @property
    def number(self) -> str:
        """The number that staff see, as wide as that of an order."""
        return document_number(self.pk)

    @property
    def movement_key(self) -> str:
        """The key of the movements that this shipment made."""
        return f"shipment:{self.pk}"

    @property
    def undone_key(self) -> str:
        """The key of the movements, the event and the ledger's rows that undid it."""
        return f"undone:{self.pk}"

    def moved(self) -> Iterator[tuple[OrderLine, Decimal]]:
        """Yield each line that it holds with the units that moved, below zero as they left. One query."""
        moved = SourceMovement.objects.filter(key=self.movement_key, line__order=self.order_id)
        for movement in moved.select_related("line").order_by("line", "pk"):
            yield movement.line, movement.quantity


class TrackingNumber(models.Model):
    """What a carrier knows a shipment by: one of several, where it leaves in several boxes. `title` says which, in any words.

    A carrier without a number is one, too: it says who brings the parcel.
    """

    shipment = models.ForeignKey(Shipment, on_delete=models.CASCADE, related_name="tracking_numbers")
    title = models.CharField("Title", max_length=100, blank=True, default="")
    carrier = models.CharField("Carrier", max_length=100, blank=True, default="")
    number = models.CharField("Tracking Number", max_length=100, blank=True, default="")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        default_permissions = ()
        constraints = (
            models.CheckConstraint(condition=~Q(carrier="", number=""), name="tracking_number_not_empty"),
            models.UniqueConstraint(fields=("shipment", "carrier", "number"), name="tracking_number_once"),
        )
        # As a scan asks: in any letter case.
        indexes = (models.Index(Upper("number"), name="tracking_number_scanned"),)

    def __str__(self) -> str:
        return tracking_words(self.as_typed())

    def as_typed(self) -> Tracking:
        """Return it as the rules take it."""
        return Tracking(self.title, self.carrier, self.number)


class MovementKind(models.TextChoices):
    """Why the units moved."""

    SHIPPED = "shipped", "Shipped"
    DELIVERED = "delivered", "Delivered"
    RETURNED = "returned", "Returned"
    UNDONE = "undone", "Parcel undone"
    WRITTEN_OFF = "written_off", "Written off"


# Of these kinds units come back to a source.
COMES_BACK = (MovementKind.RETURNED, MovementKind.UNDONE)


class SourceMovement(models.Model):
    """Units of a line that left a source (negative) or came back to it (positive). `key` names the event: written once."""

    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="movements")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField(max_length=12, choices=MovementKind)
    quantity = QuantityField()
    key = models.CharField(max_length=100)
    moved_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("key", "line", "source"), name="source_movement_once"),
            models.CheckConstraint(
                condition=Q(kind__in=COMES_BACK, quantity__gt=0) | (~Q(kind__in=COMES_BACK) & Q(quantity__lt=0)),
                name="source_movement_sign_of_its_kind",
            ),
            models.CheckConstraint(condition=Q(kind__in=MovementKind.values), name="source_movement_kind_known"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.quantity} of {self.line}"
