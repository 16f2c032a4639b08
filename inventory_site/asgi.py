"""The ASGI callable, for hosts that prefer it."""

import os

from django.core.asgi import get_asgi_application

from inventory_site.checks import refuse_to_serve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inventory_site.settings")
application = get_asgi_application()
refuse_to_serve()
