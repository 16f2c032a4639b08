"""Bounds are kept for shops of many policy classes, and classes that no product is of any more are forgotten."""

from collections.abc import Iterable
from itertools import batched

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from catalog.models import ConfigurationValue, JudgedPolicy, PolicyBounds, PolicyClass, Stock, StockLevel, Website
from catalog.queries.availability import FEW_CLASSES, missing_bounds, policy_key
from catalog.queries.locks.row import lock_policy_classes
from catalog.rules.in_force import ConfiguredPolicy, group_minimums
from catalog.rules.product_setting import MIN_SALE_QTY

AT_ONCE = 10_000
AT_A_TIME = 1_000


def keep_bounds_in_force() -> int:
    """Keep what every class comes to under each policy that is configured anywhere, and return how many bounds are new.

    Nothing depends on it but speed: who asks judges what is missing. Nothing is kept for a shop of few classes.
    """
    if PolicyClass.objects.count() <= FEW_CLASSES:
        return 0
    return keep_bounds(_policies_in_force())


def keep_bounds(policies: Iterable[ConfiguredPolicy]) -> int:
    """Keep what every class comes to under these policies, and return how many are new. Safe to repeat, and beside others."""
    return sum(_keep(configured) for configured in policies)


@transaction.atomic
def _keep(configured: ConfiguredPolicy) -> int:
    judged, _ = JudgedPolicy.objects.get_or_create(configured=policy_key(configured))
    # Before the classes are read: each that was made by then is among them.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        (judged_before,) = cursor.fetchone()
    _, missing = missing_bounds(configured)
    for some in batched(missing.items(), AT_ONCE):
        PolicyBounds.objects.bulk_create(
            (
                PolicyBounds(
                    judged_policy=judged,
                    policy_class_id=policy_class,
                    threshold=found.threshold,
                    is_limited=found.is_limited,
                    buyable_from=found.buyable_from,
                    in_stock_from=found.in_stock_from,
                )
                for policy_class, found in some
            ),
            ignore_conflicts=True,
        )
    JudgedPolicy.objects.filter(pk=judged.pk, judged_before__lt=judged_before).update(judged_before=judged_before)
    return len(missing)


def _policies_in_force() -> list[ConfiguredPolicy]:
    found: dict[str, ConfiguredPolicy] = {}
    for website in (None, *Website.objects.order_by("pk")):
        configuration = ConfigurationValue.objects.in_force(website=website)
        for group in (None, *group_minimums(configuration.text(MIN_SALE_QTY))):
            configured = configuration.configured_policy(group)
            found[policy_key(configured)] = configured
    return list(found.values())


@transaction.atomic
def forget_policy_classes() -> int:
    """Delete classes that no level names, with their bounds, and bounds of policies that are in force nowhere. Return how many.

    A thousand are looked at each time. Where somebody is about to name one it is left to the next time.
    """
    in_force = [policy_key(configured) for configured in _policies_in_force()]
    JudgedPolicy.objects.exclude(configured__in=in_force).delete()
    if not lock_policy_classes():
        return 0
    some = PolicyClass.objects.order_by("?").values_list("pk", flat=True)[:AT_A_TIME]
    # By stock, as the index of levels is.
    named = StockLevel.objects.filter(stock=OuterRef("pk"), policy_class=OuterRef(OuterRef("pk")))
    unused = list(
        PolicyClass.objects.filter(~Exists(Stock.objects.filter(Exists(named))), pk__in=list(some)).values_list(
            "pk", flat=True
        )
    )
    PolicyBounds.objects.filter(policy_class__in=unused).delete()
    deleted, _ = PolicyClass.objects.filter(pk__in=unused).delete()
    return deleted
