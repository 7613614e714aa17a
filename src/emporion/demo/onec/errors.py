"""What can go wrong at the 1C end, told apart by what the person at the 1C desk has to do about it."""


class OneCError(Exception):
    """Anything the simulated 1C refuses or gives up on."""


class ExchangeFailed(OneCError):
    """A talk with the site stopped; `step` is the mode it stopped at, `answer` what the site said (first 300 signs).

    `file` is the name it was about, `words` what 1C itself says where that does not follow from the step.
    """

    def __init__(self, step: str, message: str, answer: str = "", *, file: str = "", words: str = "") -> None:
        self.step = step
        self.answer = answer[:300]
        self.file = file
        self.words = words
        super().__init__(f"{step}: {message}" + (f" [{self.answer}]" if self.answer else ""))


class ConnectionLost(ExchangeFailed):
    """No answer came: refused, reset, or cut in the middle. 1C starts again from checkauth."""


class TimedOut(ConnectionLost):
    """The site worked longer than 1C waits. It may still finish what it had begun."""


class EmptyAnswer(ExchangeFailed):
    """An answer without a body is an error at every step."""


class UnknownStatus(ExchangeFailed):
    """Line 1 is none of success, failure, progress: a login page, a stack trace, a status glued to a text."""


class SiteRefused(ExchangeFailed):
    """The site said failure; its text stands in `answer`."""


class NoCookie(ExchangeFailed):
    """Checkauth succeeded without the two lines that name the session."""


class WrongInit(ExchangeFailed):
    """Init must be exactly two lines: zip and file_limit."""


class UnreadableOrders(ExchangeFailed):
    """The answer to query begins with neither `<?xml` nor an archive, or does not parse."""


class UnreadableInfo(ExchangeFailed):
    """The answer to mode=info is no XML."""


class BadDocument(ExchangeFailed):
    """One order could not be loaded, so none was: the whole answer is one transaction in 1C."""


class TradeRefused(OneCError):
    """A verb of the desk that 1C does not allow now."""


class NotEnough(TradeRefused):
    """The goods are not there, or promised to another order."""


class NotAllowed(TradeRefused):
    """The document is in a state that forbids the step."""


class Unknown(TradeRefused):
    """No such goods, price type, warehouse or order, or more than one by that name."""
