"""What a person at the terminal reads while a demonstration starts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


class Teller:
    """Steps with their counts and times; bars where there is a terminal, plain lines in a file or a pipe."""

    def __init__(self, console: Console) -> None:
        self.console = console

    def say(self, line: str = "") -> None:
        """A line as it is; a folder in square brackets is no colour."""
        self.console.print(escape(line), highlight=False, soft_wrap=True)

    def title(self, line: str) -> None:
        """A line that stands out."""
        self.console.print(f"[bold]{escape(line)}[/]", highlight=False, soft_wrap=True)

    @contextmanager
    def step(self, says: str) -> Iterator[Callable[[str], None]]:
        """One step without a count; told when it has ended, with what it came to and how long it took."""
        began, came_to = time.monotonic(), [""]
        with self.console.status(escape(says)):
            yield lambda words: came_to.__setitem__(0, words)
        self._done(says, came_to[0], began)

    @contextmanager
    def counted(self, says: str, total: int) -> Iterator[Callable[[int], None]]:
        """One step with a bar; the callable takes how many are done."""
        began, done = time.monotonic(), [0]
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self.console, transient=True, disable=not self.console.is_terminal) as bar:
            task = bar.add_task(escape(says), total=total)

            def told(count: int) -> None:
                done[0] = count
                bar.update(task, completed=count)

            yield told
        self._done(says, str(done[0]), began)

    def _done(self, says: str, came_to: str, began: float) -> None:
        words = f"{says}: {came_to}" if came_to else says
        self.console.print(
            f"[green]✓[/] {escape(words)} [dim]({time.monotonic() - began:.1f} s)[/]", highlight=False, soft_wrap=True
        )
