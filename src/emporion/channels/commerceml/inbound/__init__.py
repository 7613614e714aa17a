"""Their words → our commands: a message's rows, in chunks, each chunk one transaction with all that follows from it."""
