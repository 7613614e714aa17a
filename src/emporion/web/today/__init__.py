"""The first page of the day: what needs a person, and how the day goes."""
