"""What the server's own logs may say while faults strike, and what nobody expects."""

import re
from collections import Counter

# What a database, a mail server or a bank that is away makes of a page or of the worker: the last line of a traceback.
EXPECTED = re.compile(
    r"^(django\.db\.utils\.(OperationalError|InterfaceError|InternalError)"
    r"|psycopg\.(OperationalError|InterfaceError|errors\.\w+)"
    r"|psycopg_pool\.\w+|requests\.exceptions\.\w+|urllib3\.exceptions\.\w+|TimeoutError|ConnectionResetError"
    r"|ConnectionRefusedError|BrokenPipeError|KeyboardInterrupt|SystemExit|smtplib\.\w+"
    r"|http\.client\.RemoteDisconnected|backorders\.actions\.pay_order\.PaymentFailed"
    r"|inventory_site\.embedded_postgres\.places\.EmbeddedPostgresError)\b"
)
RAISED = re.compile(r"^([A-Za-z_][\w.]*(?:Error|Exception|Timeout|Interrupt|Exit|\w+)): .*|^([A-Za-z_][\w.]*Error)$")
DEADLOCK = "deadlock detected"
# Between the tracebacks of one error: what was raised before them was caught.
FOLLOWED = ("During handling of the above exception", "The above exception was the direct cause")


def tracebacks(log: str) -> Counter[str]:
    """Return {last line of a traceback: how often}; of an error that was raised while another was handled, its own."""
    found = Counter[str]()
    is_inside, last = False, ""
    for line in log.splitlines():
        if line.startswith("Traceback (most recent call last)"):
            is_inside = True
        elif is_inside and line and not line[0].isspace():
            last = line[:300]
            found[last] += 1
            is_inside = False
        elif line.startswith(FOLLOWED):
            found -= Counter({last: 1})
    return found


def unexpected(log: str) -> list[str]:
    """Return what in the demo's log nobody expects, with how often."""
    wrong = [f"{count} times in the log: {line}" for line, count in tracebacks(log).items() if not EXPECTED.match(line)]
    return [*wrong, *([f"{log.count(DEADLOCK)} deadlocks in the log"] if DEADLOCK in log else [])]


# How a request that ended in 500 stands in the log, before its traceback.
FAILED = re.compile(r"^.*\bInternal Server Error: .*$", re.MULTILINE)
LINES_TOLD = 80


def failed_requests(log: str) -> list[str]:
    """Return what the log says of each request that ended in 500, its traceback included."""
    return ["\n".join(log[found.start() :].splitlines()[:LINES_TOLD]) for found in FAILED.finditer(log)]
