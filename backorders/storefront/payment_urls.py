"""Where payment providers call back, under django-payments' own names: it builds the addresses from them."""

from django.urls import path, re_path

from backorders.storefront.views.payment_callback import payment_callback, provider_callback

urlpatterns = [
    path("process/<uuid:token>/", payment_callback, name="process_payment"),
    re_path(r"^process/(?P<variant>[a-z-]+)/$", provider_callback, name="static_process_payment"),
]
