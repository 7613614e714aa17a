"""The watchman: looks by the clock for what went wrong or did not happen at all, and calls who can mend it.

A room above whatever it watches. Rooms above it enter checks of their own; it mends nothing itself.
"""
