"""Settings of the back office's door that no installation changes: how passwords are judged and failed logins counted."""

from inventory_site.login import rules as login_rules

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "inventory_site.login.backend.StaffBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "inventory_site.login.backend.KnownPasswordValidator"},
]
LOGIN_REDIRECT_URL = "admin:index"  # for a `next` that is not an address of ours
# Who gave a password alone, at whichever door, works on no order yet.
OWES_SECOND_FACTOR = "inventory_site.login.backend.lacks_second_factor"
SESSION_ENGINE = "inventory_site.login.session"
PASSWORD_RESET_TIMEOUT = 4 * 3600  # the link of a forgotten password
# Failed logins are counted in the database: inventory_site.login.limits.
AXES_HANDLER = "inventory_site.login.limits.LoginLimits"
AXES_FAILURE_LIMIT = login_rules.MOST_OF_ONE_ADDRESS_FOR_ONE_NAME
AXES_COOLOFF_TIME = login_rules.COUNTED_FOR
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # who goes on trying does not make the lock longer
AXES_RESET_ON_SUCCESS = AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_CLIENT_IP_CALLABLE = "inventory_site.login.browser.client_address"
AXES_LOCKOUT_CALLABLE = "inventory_site.login.limits.locked_page"
AXES_VERBOSE = False
OTP_TOTP_ISSUER = "Salable"
