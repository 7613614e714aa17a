"""The lives of a message and of a talk as tables."""

from django.utils.translation import gettext_noop

from emporion.kernel.states import StateMachine

# A message may be worked on again from any state: a worker that was killed left it "working", a person replays it.
MESSAGE = StateMachine(
    name=gettext_noop("message"),
    start=gettext_noop("received"),
    moves={
        gettext_noop("wait"): (frozenset({"received"}), gettext_noop("waiting")),
        gettext_noop("begin"): (
            frozenset({"received", "waiting", "working", "done", "failed", "refused"}),
            gettext_noop("working"),
        ),
        gettext_noop("finish"): (frozenset({"received", "working"}), gettext_noop("done")),
        gettext_noop("fail"): (frozenset({"received", "waiting", "working"}), gettext_noop("failed")),
        gettext_noop("refuse"): (frozenset({"received", "waiting", "working"}), gettext_noop("refused")),
    },
)
SESSION = StateMachine(
    name=gettext_noop("session"),
    start=gettext_noop("open"),
    moves={gettext_noop("end"): (frozenset({"open"}), "done"), "fail": (frozenset({"open"}), "failed")},
)
