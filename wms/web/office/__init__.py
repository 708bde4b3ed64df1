"""What supervisors see in a browser: pages drawn by the server, forms that post, nothing else.

`door` lets people in and out, `pages` draws, `navigation` lists the pages; every other file is one
page or a few that belong together. A page asks queries and calls verbs, as a dialogue does.
"""
