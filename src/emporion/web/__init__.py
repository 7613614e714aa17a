"""Staff's screens: the shell, the parts every page is made of, and one folder of pages per role or room.

A page asks for a right, reads queries, calls commands, and shows the answer. It holds no rule of the trade.
"""
