"""The queue of what is owed: each line's place, computed by a view whenever it is asked, and who was moved to the front."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from backorders.models.order import Order
from backorders.models.order_line import OrderLine
from backorders.rules.queue import Expected, Place, expected_units
from catalog.models import Product, Stock
from catalog.models.fields import QuantityField


class QueuePlace(models.Model):
    """One open, reserved line in the queue of its (stock, product); the SQL twin of `rules.queue`. Read only, nothing is stored.

    Stocks that share a source of the product have one queue: `position` and `before` count the lines of all of them.
    Lines whose stock is not managed now wait for nothing and have no place. Those of a deleted product have one each: all of
    them is owed, until somebody cancels, refunds or ships them from elsewhere.

    A view, so that filtering its rows never cuts the window they come from. Filtering by stock and product is cheap, because
    the queues of others are then not looked at; any other filter reads every open line.
    """

    line = models.OneToOneField(OrderLine, on_delete=models.DO_NOTHING, primary_key=True, related_name="place")
    order = models.ForeignKey(Order, on_delete=models.DO_NOTHING, related_name="places")
    stock = models.ForeignKey(Stock, on_delete=models.DO_NOTHING, related_name="+")
    # Of a deleted product there is a number and no row.
    product = models.ForeignKey(Product, on_delete=models.DO_NOTHING, null=True, related_name="+")
    placed_at = models.DateTimeField()
    position = models.PositiveIntegerField(help_text="1 is served first")
    before = QuantityField(help_text="open units of the lines ahead")
    open = QuantityField()
    on_hand = QuantityField(help_text="of the stock, whoever it is for")
    covered = QuantityField()
    owed = QuantityField()
    is_gone = models.BooleanField(help_text="the product was deleted")
    ahead = QuantityField(help_text="units that must arrive before the first one that it waits for")

    class Meta:
        managed = False
        db_table = "backorders_queueplace"
        default_permissions = ()
        ordering = ("placed_at", "line")

    def __str__(self) -> str:
        return f"{self.position}: {self.covered} covered, {self.owed} owed"

    def as_place(self) -> Place:
        """Return the row as the rules take it."""
        return Place(self.line_id, self.position, self.before, self.open, self.covered, self.owed, self.ahead)

    @property
    def expected(self) -> Expected | None:
        """Which of the units that arrive next this line waits for; None when it owes nothing, or when nothing will arrive."""
        if self.is_gone:
            return None
        return expected_units(ahead=self.ahead, owed=self.owed)


class QueueMove(models.Model):
    """A line that was moved to the front of its queue. Kept for good: the shoppers behind it may ask."""

    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="queue_moves")
    reason = models.CharField(max_length=200)
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="queue_move_says_why"),)

    def __str__(self) -> str:
        return f"{self.line} to the front: {self.reason}"


class LostUnits(models.Model):
    """Units of a line that were covered before another one was moved to the front, and are owed after it."""

    move = models.ForeignKey(QueueMove, on_delete=models.CASCADE, related_name="lost")
    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="lost_units")
    units = QuantityField()

    class Meta:
        ordering = ("pk",)
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("move", "line"), name="lost_units_once_a_move"),
            models.CheckConstraint(condition=Q(units__gt=0), name="lost_units_positive"),
        )

    def __str__(self) -> str:
        return f"{self.units} of {self.line} by {self.move}"
