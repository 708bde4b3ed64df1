"""The floor without people: simulated workers at real station processes.

`world` is what physically is where; `eyes` read the terminal and the printed labels; `flows` decide
what a person does next from what the screen says; `person` does it with a scanner, a scale, keys.
Nothing here asks the server or its database: only what a worker could see, touch and scan.
"""
