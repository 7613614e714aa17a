"""Ctrl-K: anything by what a person remembers of it, pages and actions, and what was open last."""
