"""Planning stands alone: plain data in, plain data out, nothing of the warehouse imported.

Lengths are millimetres, weights grams, volumes cubic millimetres, all whole numbers. What may
take long asks `should_stop()` and answers with the best it has; what claims to be good is told
with a lower bound, and the bound says what it proves.
"""
