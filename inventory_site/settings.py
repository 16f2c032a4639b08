"""Settings, read from the environment (and `.env`); every default suits a laptop.

`.env.example` lists the variables. With `DATABASE_URL` unset the embedded PostgreSQL is used.
"""

import sys
from pathlib import Path

import environ
from django.conf import global_settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from inventory_site import admin_menu
from inventory_site.cookie_names import cookie_name
from inventory_site.login.settings import *  # noqa: F403  settings like the others, for the door of the back office
from inventory_site.logs import logging_settings
from inventory_site.process_kinds import connection_options, pool_options, process_kind
from inventory_site.shoppers.settings import *  # noqa: F403  for the door of the shop

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
env.read_env(BASE_DIR / ".env")

TESTING = "pytest" in sys.modules
DEBUG = env.bool("DEBUG", default=False)
# A fixed key is fine for a demo on a laptop; inventory_site.checks refuses it when DEBUG is off and a host is named.
SECRET_KEY = env.str("SECRET_KEY", default="only-for-a-laptop-never-for-a-shop-that-takes-money")
# Former keys: what they signed still holds; nothing new is signed with them.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", ".localhost"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# The shop is reached by HTTPS only: plain requests are led there, cookies and links follow.
HTTPS = env.bool("HTTPS", default=False)

INSTALLED_APPS = [
    "inventory_site.apps.InventorySiteConfig",
    "catalog.apps.CatalogConfig",
    "backorders.apps.BackordersConfig",
    # Unfold's templates must be found before those of django.contrib.admin.
    "unfold.apps.BasicAppConfig",  # the plain app would put its own admin site over ours
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "inventory_site.admin_app.SalableAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "pgtrigger",
    "pghistory",
    "payments",
    "django_htmx",
    "django_tasks_db",
    "allauth.account",
    "axes",
    *("django_otp", "django_otp.plugins.otp_totp", "django_otp.plugins.otp_static"),
]

MIDDLEWARE = [
    "inventory_site.middleware.LoggedRequestMiddleware",
    "inventory_site.middleware.PermissionsPolicyMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "inventory_site.middleware.ReadableRequests",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "inventory_site.middleware.SharedFormsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "inventory_site.login.session.SessionTimesMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "inventory_site.middleware.AdminHistoryMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "inventory_site.middleware.NotAllowedMiddleware",
    "inventory_site.middleware.BusyMiddleware",
]

UNFOLD = admin_menu.UNFOLD

# Staff who do nothing for so long log in again; their cart in the shop stays.
STAFF_IDLE_SECONDS = env.int("STAFF_IDLE_SECONDS", default=8 * 3600)
# And so long after their login, whatever they do.
STAFF_SESSION_SECONDS = env.int("STAFF_SESSION_SECONDS", default=24 * 3600)
# How many proxies stand before the shop, each adding the address that it was asked from to X-Forwarded-For.
PROXIES = env.int("PROXIES", default=1 if env.str("PROXY_HTTPS_HEADER", default="") else 0)

ROOT_URLCONF = "inventory_site.urls"
WSGI_APPLICATION = "inventory_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            # Replaces {% csrf_token %}: every form that posts brings a key, and is done once. And {% shop_frame %}.
            "builtins": ["catalog.forms.hidden_fields", "backorders.storefront.shop_frame"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

if env.str("DATABASE_URL", default=""):
    DATABASES = {"default": env.db_url("DATABASE_URL")}
else:
    DATABASES = {
        "default": {
            "ENGINE": "inventory_site.embedded_postgres",
            "NAME": "salable",
            # Where the server keeps its files; the backend starts or joins it at the first connection.
            "HOST": str(env.path("POSTGRES_DATA", default=BASE_DIR / ".data" / "postgres")),
        },
    }
# The web server says so itself (asgi.py, wsgi.py); a command is known by its name.
PROCESS_KIND = env.str("PROCESS_KIND", default=process_kind(sys.argv))
TIMEOUTS = {
    name: env.int(variable)
    for name, variable in (("lock", "LOCK_TIMEOUT"), ("statement", "STATEMENT_TIMEOUT"), ("idle", "IDLE_TIMEOUT"))
    if PROCESS_KIND == "web" and env.str(variable, default="")
}
DATABASES["default"]["OPTIONS"] = connection_options(
    PROCESS_KIND, before=DATABASES["default"].get("OPTIONS", {}), own=TIMEOUTS
)
# A pool would hold connections open behind the test runner's back when it drops its databases.
DATABASES["default"]["OPTIONS"]["pool"] = (
    False if TESTING else pool_options(most=env.int("DATABASE_POOL_SIZE", default=10))
)
# Off for a pooler that gives each transaction another connection, and keeps no prepared statements.
DATABASES["default"]["OPTIONS"]["prepare_threshold"] = 0 if env.bool("PREPARE_STATEMENTS", default=True) else None
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # one that the database ended meanwhile is replaced before it is used
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

PAYMENT_MODEL = "backorders.Payment"
PAYMENT_HOST = env.str("PAYMENT_HOST", default=f"localhost:{env.str('PORT', default='') or 8000}")
PAYMENT_USES_SSL = env.bool("PAYMENT_USES_SSL", default=HTTPS)
# With a key Stripe takes the card on a page of its own, and tells us what became of it by signed messages.
STRIPE_API_KEY = env.str("STRIPE_API_KEY", default="")
STRIPE_ENDPOINT_SECRET = env.str("STRIPE_ENDPOINT_SECRET", default="")
if STRIPE_API_KEY and not STRIPE_ENDPOINT_SECRET:
    # Messages signed with an empty secret are signed by anybody: every order could be "paid".
    raise ImproperlyConfigured(
        "STRIPE_API_KEY is set, but not STRIPE_ENDPOINT_SECRET: Stripe's messages cannot be trusted."
    )
PAYMENT_VARIANTS: dict[str, tuple[str, dict[str, str]]] = {
    "card": (
        "inventory_site.stripe_provider.StripeProvider",
        {"api_key": STRIPE_API_KEY, "endpoint_secret": STRIPE_ENDPOINT_SECRET},
    )
    if STRIPE_API_KEY
    else ("inventory_site.demo_card_provider.DemoCardProvider", {})
}
# Where the provider's own payment page is: browsers count a redirect after a form as the form's address.
PAYMENT_PAGES = env.list("PAYMENT_PAGES", default=["https://checkout.stripe.com"] if STRIPE_API_KEY else [])

# Without a mail host every message is a file: a demo must not write to strangers.
MAIL_HOST = env.str("MAIL_HOST", default="")
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": MAIL_HOST,
            "port": env.int("MAIL_PORT", default=587),
            "username": env.str("MAIL_USER", default=""),
            "password": env.str("MAIL_PASSWORD", default=""),
            "use_tls": env.bool("MAIL_TLS", default=True),
            # Without it a mail host that does not answer would hold the worker for ever.
            "timeout": 10,
        },
    }
    if MAIL_HOST
    else {
        "BACKEND": "inventory_site.private_mail.EmailBackend",
        "OPTIONS": {"file_path": BASE_DIR / ".data" / "mail"},
    },
}
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Salable Demo Shop <shop@example.org>")

LOGGING = logging_settings(
    form=env.str("LOG_FORMAT", default="text", choices=("text", "json")),
    level=env.str("LOG_LEVEL", default="INFO"),
    logs_sql=env.bool("LOG_SQL", default=False),
)

LANGUAGE_CODE = "en-us"
CSRF_FAILURE_VIEW = "inventory_site.error_pages.csrf_failure.csrf_failure"
# Who tells the catalog's pages what the visitor holds already.
SHOPPER_HOLDINGS = "backorders.storefront.shop_frame.holdings"
# Where a visitor comes from, as far as it can be believed: whose unpaid checks are counted together.
CLIENT_ADDRESS = "inventory_site.login.browser.client_address"

TIME_ZONE = env.str("TIME_ZONE", default="UTC")
FORMAT_MODULE_PATH = "inventory_site.formats"

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / ".data" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = ["inventory_site.shop_sheet.ShopSheetFinder", *global_settings.STATICFILES_FINDERS]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}

# Django's thousand is too few for the admin: a row of a product's Sources area is seven fields, every row posts itself, and
# a product may have a thousand sources. A page beyond that is refused as a whole, with nothing saved.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.bool("SECURE_COOKIES", default=HTTPS)
SESSION_COOKIE_NAME = cookie_name("sessionid", is_secure=SESSION_COOKIE_SECURE)
CSRF_COOKIE_NAME = cookie_name("csrftoken", is_secure=CSRF_COOKIE_SECURE)
MESSAGE_STORAGE = "inventory_site.message_cookie.MessageStorage"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = ["^payments/"]  # no page: a provider that calls it plainly is refused, and not led on
# How long a browser remembers that this host speaks HTTPS only. It cannot be told to forget: a day first, then a year.
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=86_400) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
# The header in which a proxy says how the browser asked. Only when a proxy always sets it: a browser could send it as well.
PROXY_HTTPS_HEADER = env.str("PROXY_HTTPS_HEADER", default="")
SECURE_PROXY_SSL_HEADER = (
    (f"HTTP_{PROXY_HTTPS_HEADER.upper().replace('-', '_')}", "https") if PROXY_HTTPS_HEADER else None
)
SECURE_REFERRER_POLICY = "same-origin"  # addresses of orders are secrets, and are told to no other site
X_FRAME_OPTIONS = "DENY"  # as frame-ancestors says below; the admin's own frames: inventory_site.admin_site
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "form-action": [CSP.SELF, *PAYMENT_PAGES],
}
