"""How a state looks: a word, a tone, a step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

Tone = Literal["idle", "info", "good", "warn", "bad"]
Step = Literal["0", "1", "2", "3", "4", "x", "wait", "stop"]
Words = str | Promise  # a sentence as it stands, or one that waits for the reader's language


@dataclass(frozen=True, slots=True)
class Status:
    """One state for the eye.

    word: three words at most. tone, whose turn it is: idle nobody, info under way, good done, warn waits for somebody,
    bad stands still until somebody decides; only warn and bad are tinted. step, how far: 0 to 4 quarters, x given up,
    wait (a clock), stop (an exclamation mark).
    """

    word: Words
    tone: Tone = "idle"
    step: Step = "0"
