"""Webhooks: what was done is told to other programs, in its order, signed, until they say that they have heard.

`addresses` says where may be called, `secrets` keeps what signatures are made with, `events` makes events of the audit log,
`delivering` sends them.
"""
