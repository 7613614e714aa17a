"""The lives of a message and of a talk as tables."""

from emporion.kernel.states import StateMachine

# A message may be worked on again from any state: a worker that was killed left it "working", a person replays it.
MESSAGE = StateMachine(
    name="message",
    start="received",
    moves={
        "wait": (frozenset({"received"}), "waiting"),
        "begin": (frozenset({"received", "waiting", "working", "done", "failed", "refused"}), "working"),
        "finish": (frozenset({"received", "working"}), "done"),
        "fail": (frozenset({"received", "waiting", "working"}), "failed"),
        "refuse": (frozenset({"received", "waiting", "working"}), "refused"),
    },
)
SESSION = StateMachine(
    name="session",
    start="open",
    moves={"end": (frozenset({"open"}), "done"), "fail": (frozenset({"open"}), "failed")},
)
