"""Our figures beside a floor or a peer. One module per question; `bin/bench` finds them and prints the ratios.

A module offers one function:

    def run() -> Iterable[Figure]: ...

and takes both sides of a ratio in the same run, interleaved, for a machine is never twice the same. What is compared
is CPU time of the process (`with measured() as spent: ...`); wall time stands beside it. Django is set up before a
bench is loaded; a fresh database comes from `tools.testing.databases`:

    with sqlite_copies(folder)() as url, using(url): ...
"""
