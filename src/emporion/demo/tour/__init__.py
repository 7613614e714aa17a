"""The five-minute path: six things a visitor does for real, against the simulated 1C and the simulated shops."""
