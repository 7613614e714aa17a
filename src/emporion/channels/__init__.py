"""One folder per shop engine or accounting system, all of the same shape.

A channel turns the words of one outside system into our commands and our facts into its calls. It keeps nothing of its
own: queue, limits, identity, authority, mapping, dry run, replay and journal come from the room `exchange`.
"""
