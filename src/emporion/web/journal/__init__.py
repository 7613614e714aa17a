"""The journal as a page: who did what, when, to what, and because of what; searched, and kept as a file."""
