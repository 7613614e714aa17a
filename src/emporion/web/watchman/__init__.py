"""The watchman's pages: open alerts, what nobody is told of, every check with its lamp, and who is told how."""
