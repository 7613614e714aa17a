"""Inbox, outbox, talks, identity map, authority and quarantine for every channel. It knows no outside system."""
