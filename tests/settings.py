"""The site's settings, with what only tests need."""

from inventory_site.settings import *  # noqa: F403 - the point of this file
from inventory_site.settings import BASE_DIR, DATABASES, STORAGES

if DATABASES["default"]["ENGINE"] == "inventory_site.embedded_postgres":
    # A server of its own: the demo may run, and its data stays out of reach.
    DATABASES["default"]["HOST"] = str(BASE_DIR / ".data" / "test-postgres")
    # A power cut may cost the test data: nothing is worth waiting for the disk.
    DATABASES["default"]["SERVER_SETTINGS"] = {
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
    }
# A pool would hold connections open behind the test runner's back when it drops its databases.
DATABASES["default"]["OPTIONS"]["pool"] = False

# No test may reach a real provider because of a key in .env.
PAYMENT_VARIANTS = {"card": ("inventory_site.demo_card_provider.DemoCardProvider", {})}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; the real ones are slow on purpose
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

# Static files come from where they lie: no test waits for collectstatic.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
