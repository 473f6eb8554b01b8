"""Signing in by the office's own tenant of Microsoft Entra ID, by OpenID Connect.

allauth's client of OpenID Connect sends no nonce, reads an id_token without its signature and takes
scopes from the address; what is here does none of that and is as long as its corrections would be.
What follows once it is known who came (second step, session, records) is allauth's.
"""
