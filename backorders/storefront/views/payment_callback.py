"""What a payment provider calls: the address of one payment, and the one for all of a provider's messages."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from payments import PaymentError
from payments.core import provider_factory
from payments.urls import process_data
from stripe import StripeError

from backorders.models import Payment
from backorders.queries.locks import locked_order
from catalog.forms.once import harmless

log = logging.getLogger(__name__)
# What providers raise about a message: no signature, a wrong one, no JSON, JSON without what belongs there.
MALFORMED = (PaymentError, StripeError, ValueError, LookupError, TypeError, AttributeError)
COUNTS_ONCE = "What a provider says counts once: it is judged on the payment, under its order's lock."


@harmless(COUNTS_ONCE)
@csrf_exempt
@never_cache
def payment_callback(request: HttpRequest, token: str) -> HttpResponse:
    """Hand the call about one payment to its provider. An unknown token is 404, an unreadable message 400, a plain one 403."""
    return _answered(request, lambda: _process(request, str(token)))


@harmless(COUNTS_ONCE)
@csrf_exempt
@never_cache
def provider_callback(request: HttpRequest, variant: str) -> HttpResponse:
    """Hand a message to the provider `variant`, which says what payment it is about. Answers as `payment_callback`."""

    def answer() -> HttpResponse:
        try:
            provider = provider_factory(variant)
        except ValueError:
            return JsonResponse({"error": "Unknown payment provider."}, status=404)
        token = provider.get_token_from_request(payment=None, request=request)
        return _process(request, token)

    return _answered(request, answer)


def _process(request: HttpRequest, token: object) -> HttpResponse:
    """Take the order's lock, and only then let the library read the payment: two calls wait for each other."""
    if not isinstance(token, str) or "\0" in token:
        return JsonResponse({"error": "The message names no payment."}, status=400)
    with transaction.atomic():
        found = Payment.objects.filter(token=token).values_list("order_id", "variant").first()
        if found is None:
            return JsonResponse({"error": "Unknown payment."}, status=404)
        order_id, variant = found
        try:
            provider = provider_factory(variant)
        except ValueError:
            # Paid offline: nobody calls back.
            return JsonResponse({"error": "Unknown payment."}, status=404)
        locked_order(order_id)
        answer: HttpResponse = process_data(request, token, provider)
        return answer


def _answered(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    if settings.SECURE_SSL_REDIRECT and not request.is_secure():
        # Its token has been read by everybody on the way: to lead it on to HTTPS would hide that.
        return JsonResponse({"error": "Call this address by HTTPS."}, status=403)
    try:
        return answer()
    except MALFORMED as error:
        log.warning("A payment provider's message was refused: %s", error, exc_info=True)
        return JsonResponse({"error": "The message could not be read."}, status=400)
