"""Settings of the shoppers' door (django-allauth) that no installation changes."""

ACCOUNT_ADAPTER = "inventory_site.shoppers.adapter.ShopperAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
# The password is asked where one signs in; who signs up chooses it by the mailed link (`shoppers.forms.SignUpForm`).
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# Nobody has a password before the link that was mailed to the address: there is nothing left to confirm at the sign-in.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_SESSION_REMEMBER = True
# They would be counted in a cache of each process. Ours are rows: `login.limits`, and `forgotten_password.may_ask` for mails.
ACCOUNT_RATE_LIMITS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "storefront:home"
ACCOUNT_FORMS = {
    "login": "inventory_site.shoppers.forms.SignInForm",
    "signup": "inventory_site.shoppers.forms.SignUpForm",
    "reset_password": "inventory_site.shoppers.forms.ForgottenForm",
    "reset_password_from_key": "inventory_site.shoppers.forms.ChoosePasswordForm",
    "user_token": "inventory_site.shoppers.forms.LinkForm",
}
LOGIN_URL = "account_login"
