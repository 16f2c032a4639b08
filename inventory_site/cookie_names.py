"""Names of cookies: over HTTPS with the prefix by which browsers take them from this host alone, and never over plain HTTP."""


def cookie_name(name: str, *, is_secure: bool, is_everywhere: bool = True) -> str:
    """Return the name under which a cookie is set; `is_everywhere`: for all paths, which `__Host-` asks for."""
    if not is_secure:
        return name
    return f"__Host-{name}" if is_everywhere else f"__Secure-{name}"
