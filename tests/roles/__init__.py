"""The first hour of each working role, in a browser, against a small shop that trades."""
