"""The lives of a message, of a talk and of a dry run as tables."""

from django.utils.translation import gettext_noop

from emporion.kernel.states import StateMachine

# One that a person dropped only to see what it would do is held; one of a re-numbered base is stopped until a person
# has decided. A message may be worked on again from any state: a worker that was killed left it "working", a person
# replays it.
MESSAGE = StateMachine(
    name=gettext_noop("message"),
    start=gettext_noop("received"),
    moves={
        gettext_noop("hold"): (frozenset({"received"}), gettext_noop("held")),
        gettext_noop("wait"): (frozenset({"received", "held"}), gettext_noop("waiting")),
        gettext_noop("begin"): (
            frozenset({"received", "held", "waiting", "working", "done", "failed", "refused", "stopped"}),
            gettext_noop("working"),
        ),
        gettext_noop("finish"): (frozenset({"received", "working"}), gettext_noop("done")),
        gettext_noop("fail"): (frozenset({"received", "waiting", "working"}), gettext_noop("failed")),
        gettext_noop("stop"): (frozenset({"waiting", "working"}), gettext_noop("stopped")),
        gettext_noop("refuse"): (frozenset({"received", "held", "waiting", "working"}), gettext_noop("refused")),
    },
)
SESSION = StateMachine(
    name=gettext_noop("session"),
    start=gettext_noop("open"),
    moves={gettext_noop("end"): (frozenset({"open"}), "done"), "fail": (frozenset({"open"}), "failed")},
)
DRY_RUN = StateMachine(
    name=gettext_noop("dry run"),
    start=gettext_noop("waiting"),
    moves={
        gettext_noop("begin"): (frozenset({"waiting", "working"}), gettext_noop("working")),
        gettext_noop("finish"): (frozenset({"working"}), gettext_noop("done")),
        gettext_noop("fail"): (frozenset({"waiting", "working"}), gettext_noop("failed")),
        gettext_noop("apply"): (frozenset({"done"}), gettext_noop("applied")),
    },
)
