"""Which columns are secrets: what opens something for whoever knows it, or holds such a thing in its text.

Staff are shown them with a right of its own or not at all, and no address, search or order of a grid asks them: who can compare
a column finds out what stands in it. `tests/inventory_site/test_secret_fields.py` asks for a class of every new column whose
name or kind sounds like one.
"""

SECRET = frozenset(
    {
        "auth.User.password",
        "axes.AccessAttempt.get_data",
        "axes.AccessAttempt.post_data",
        "axes.AccessLog.session_hash",
        "backorders.Cart.token",
        "backorders.CreditMemo.key",
        "backorders.Errand.request_key",
        "backorders.Invoice.key",
        "backorders.Notification.body_html",
        "backorders.Notification.body_text",
        "backorders.Notification.key",
        "backorders.Notification.request_key",
        "backorders.Order.checkout",
        "backorders.OrderEvent.key",
        "backorders.Payment.extra_data",
        "backorders.Payment.token",
        "backorders.Payment.transaction_id",
        "backorders.ProviderEvent.key",
        "backorders.Refund.key",
        "backorders.Refund.request_key",
        "backorders.Shipment.key",
        "backorders.SourceMovement.key",
        "catalog.KeptForm.fields",
        "catalog.KeptForm.files",
        "catalog.KeptForm.page",
        "catalog.KeptForm.path",
        "catalog.KeptForm.token",
        "catalog.UsedKey.body",
        "catalog.UsedKey.key",
        "catalog.UsedKey.location",
        "catalog.UsedKey.path",
        "catalog.UsedKey.remembered",
        "catalog.UsedKey.said",
        "django_tasks_database.DBTaskResult.args_kwargs",
        "django_tasks_database.DBTaskResult.return_value",
        "django_tasks_database.DBTaskResult.traceback",
        "inventory_site.PasswordMail.request_key",
        "otp_static.StaticToken.token",
        "otp_totp.TOTPDevice.key",
        "sessions.Session.session_data",
        "sessions.Session.session_key",
    }
)
# What only sounds like one, and why.
OPEN = {
    "admin.LogEntry.change_message": "names fields, never values",
    "catalog.Product.options": "colour and size, as the shop shows them",
    "catalog.Reservation.event_key": "numbers of orders, parcels and memos",
    "django_tasks_database.DBTaskResult.id": "the row's address in the admin; opens nothing",
    "django_tasks_database.DBTaskResult.worker_ids": "names of processes",
    "pghistory.Context.id": "joins changes of one request; opens nothing",
    "pghistory.Context.metadata": "who and which screen of the admin",
}
