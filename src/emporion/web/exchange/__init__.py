"""The exchange with other systems: what came, what became of it, what was refused, what waits to leave."""
