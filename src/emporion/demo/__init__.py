"""Sample firms with a life of their own, and simulators of the outside world they trade with.

A simulator is a peer, not a mock: it keeps its own state, speaks the real protocol over a real socket, and knows
nothing of the house. What the house gets wrong, it gets wrong here first.
"""
