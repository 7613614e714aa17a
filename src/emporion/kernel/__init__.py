"""Words every room uses: money, quantity, states, refusals, tables that only grow, rows by the thousand.

Knows nobody.
"""
