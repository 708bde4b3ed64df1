"""Thin clients: they show what the server says and never lose what a person did.

Everything here knows the wire module and the drivers, nothing else of the server. What a person
scans is on disk before it is sent; what the server has not answered is sent again for ever.
"""
