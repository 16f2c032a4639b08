"""The log: a line for each event, for people or as JSON, with request and order, and without secrets."""

import json
import logging
import re
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest

from backorders.queries.logged_order import logged_order

# (what is secret, what is written instead). Each reads a line once, however long it is (`test_patterns`): what a stranger sends is
# logged. An order's link and a payment's callback are UUIDs: who has one may act with it.
SECRETS = (
    (
        re.compile(r"\b([0-9a-f]{4})[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", re.IGNORECASE),
        r"\1...",
    ),
    (re.compile(r"\b(?:sk|rk|pk)_(?:live|test)_\w+|\bwhsec_\w+"), "[key]"),
    (re.compile(r"(/reset/)[^/\s]+/[^/\s]+"), r"\1[link]"),
    (re.compile(r"(://[^/\s:@]+:)[^/\s@]+@"), r"\1[password]@"),
    (
        re.compile(
            r"""((?:passw(?:or)?d|secret|token|authorization|cookie|sessionid|api_key|cvc)\w{0,40}["']?\s*[=:]\s*)\S.*""",
            re.IGNORECASE,
        ),
        r"\1[secret]",
    ),
    (re.compile(r"\b\d(?:[ -]?\d){12,18}\b"), "[card]"),
)
# What calls to the log give beside the message.
EXTRAS = ("outbox", "row", "tries", "status_code")
NOT_FOUND = 404
FAILED = 500


def masked(text: str) -> str:
    """Return `text` without what nobody may read in a log."""
    for secret, instead in SECRETS:
        text = secret.sub(instead, text)
    return text


def is_worth_a_line(record: logging.LogRecord) -> bool:
    """Return False for addresses that do not exist: whoever looks for holes would fill the log."""
    return not (record.name == "django.request" and getattr(record, "status_code", None) == NOT_FOUND)


def told_briefly(record: logging.LogRecord) -> bool:
    """Take the traceback off a line of what was refused: its message says what, and only a failure needs its place in the code."""
    if getattr(record, "status_code", FAILED) < FAILED:
        record.exc_info = None
    return True


class _Line(logging.Formatter):
    def about(self, record: logging.LogRecord) -> dict[str, Any]:
        """Return what the line says beside its message; what is not known is left out."""
        logged, found = current.get(), {key: getattr(record, key, None) for key in EXTRAS}
        if logged is not None:
            request = logged.request
            found |= {"request": logged.pk, "method": request.method, "path": masked(request.path), "user": logged.user}
        found["order"] = getattr(record, "order", None) or logged_order.get()
        return {key: value for key, value in found.items() if value is not None}


class LineForPeople(_Line):
    """Moment, level, logger, message, what it is about in brackets; then the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without secrets."""
        about = " ".join(f"{key}={value}" for key, value in self.about(record).items())
        record.about = f" [{about}]" if about else ""
        return masked(super().format(record))


class LineOfJson(_Line):
    """One object a line, for a collector."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without secrets."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": masked(record.getMessage()),
            **self.about(record),
        }
        if record.exc_info:
            line["exception"] = masked(self.formatException(record.exc_info))
        if record.stack_info:
            line["stack"] = masked(record.stack_info)
        return json.dumps(line, default=str, ensure_ascii=False)


def logging_settings(form: str, level: str, *, logs_sql: bool = False) -> dict[str, Any]:
    """Return Django's LOGGING: `form` is "text" or "json", `level` that of our own loggers; others begin at WARNING.

    `logs_sql`: each statement as well, which Django tells under DEBUG only.
    """
    forms = {
        "text": {
            "()": LineForPeople,
            "format": "{asctime} {levelname} {name}: {message}{about}",
            "style": "{",
        },
        "json": {"()": LineOfJson},
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": forms[form]},
        "filters": {
            "worth_a_line": {"()": "django.utils.log.CallbackFilter", "callback": is_worth_a_line},
            "told_briefly": {"()": "django.utils.log.CallbackFilter", "callback": told_briefly},
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["worth_a_line"]},
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            # Without handlers of its own: what it says reaches the root's, whatever DEBUG is.
            "django": {"handlers": [], "level": "WARNING"},
            "django.request": {"filters": ["told_briefly"]},
            "django.db.backends": {"level": "DEBUG" if logs_sql else "WARNING"},
            **{name: {"level": level} for name in ("inventory_site", "backorders", "catalog")},
        },
    }


@dataclass(frozen=True)
class LoggedRequest:
    """The request as the log names it."""

    pk: str
    request: HttpRequest

    @property
    def user(self) -> Any:
        """Who is logged in, when that was asked before: a line of the log asks the database nothing."""
        return getattr(getattr(self.request, "_cached_user", None), "pk", None)


current: ContextVar[LoggedRequest | None] = ContextVar("current", default=None)


def request_id() -> str:
    """Return the id of the request that is answered; empty outside one."""
    logged = current.get()
    return logged.pk if logged else ""
