"""Finding anything by what a person remembers of it: a number, the end of a phone, a name with a slip, in four scripts.

It keeps words and where they lead, kept up to date by reactions to facts. It knows nobody: the rooms above say what of
theirs is searched, and pages ask them again for what to show, so nothing is ever shown from here.
"""
