"""Tasks, schedules, the worker that also runs the reactions, and the sweeper. The tables hold the truth."""
