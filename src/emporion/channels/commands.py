"""What anybody may tell the channels to do."""

from .taking_back import take_load_back as take_load_back
