"""What holds for the whole house and for no trade in it: its languages, and when it was last put away safely.

It is no place for settings of a room: a firm's, a shop's or a warehouse's stand with that room.
"""
