"""A database backend for a laptop, for tests and for CI: PostgreSQL out of a wheel, in a folder.

`base.py` is what Django loads, `server.py` starts or joins the server, `cluster.py` prepares its files,
`keeper.py` is the small process that stops it after its last user.
"""
