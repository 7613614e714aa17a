"""Shops as 1C meets them, each with the habit of its exchange that a 1C has to live with."""

from dataclasses import dataclass, field

from emporion.demo.onec.tests.site import NO_ORDERS, Reply, Request, Site

INFO = (
    '<?xml version="1.0" encoding="windows-1251"?><Справочник><Статусы>'
    "<Элемент><Ид>DF</Ид><Название>Отгружен</Название></Элемент>"
    "<Элемент><Ид>OK</Ид><Название>подтвержден</Название></Элемент></Статусы>"
    "<ПлатежныеСистемы><Элемент><Ид>7</Ид><Название>Банковские карты</Название></Элемент></ПлатежныеСистемы>"
    "<СлужбыДоставки><Элемент><Ид>12</Ид><Название>Курьер</Название></Элемент></СлужбыДоставки></Справочник>"
).encode("cp1251")


def text_of(reply: Reply) -> str:
    return (reply if isinstance(reply, bytes) else reply[1]).decode()


@dataclass
class Bitrix(Site):
    """Five lines at checkauth, answers in windows-1251, a session, imports in steps, an end to be said."""

    zip: bool = True
    file_limit: int = 204_800
    sessid: str = "0f3a"
    progress: int = 3
    info: bytes = INFO
    ended: list[str] = field(default_factory=list)

    def _checkauth(self, request: Request) -> Reply:
        return f"{text_of(super()._checkauth(request))}\ntimestamp=17637{self._talks}".encode()

    def _init(self, request: Request) -> Reply:
        told = text_of(super()._init(request))
        return f"{told}\nsessid={self.sessid}\nversion=3.1".encode() if request.parameter("version") else told.encode()

    def _import(self, request: Request) -> Reply:
        said = text_of(super()._import(request)).partition("\n")[0]
        return f"{said}\nИмпорт: {request.parameter('filename')}".encode("cp1251")

    def _deactivate(self, request: Request) -> Reply:
        self.ended.append(f"deactivate {request.parameter('timestamp')}")
        return b"success"

    def _complete(self, request: Request) -> Reply:
        self.ended.append("complete")
        return b"success"


@dataclass
class CsCart(Site):
    """A BOM before its orders, a line end behind every answer."""

    def _init(self, request: Request) -> Reply:
        return f"{text_of(super()._init(request))}\n".encode()

    def _query(self, request: Request) -> Reply:
        return b"\xef\xbb\xbf" + NO_ORDERS


@dataclass
class WooCommerce(Site):
    """Archives only; an error is plain text under status 200."""

    zip: bool = True
    file_limit: int = 10_000_000
    broken: bool = False

    def _import(self, request: Request) -> Reply:
        return b"Allowed memory size exhausted" if self.broken else super()._import(request)


@dataclass
class ShopScript(Site):
    """CRLF between the lines."""

    def _checkauth(self, request: Request) -> Reply:
        return text_of(super()._checkauth(request)).replace("\n", "\r\n").encode()

    def _init(self, request: Request) -> Reply:
        return text_of(super()._init(request)).replace("\n", "\r\n").encode()

    def _import(self, request: Request) -> Reply:
        return text_of(super()._import(request)).replace("\n", "\r\n").encode() + b"\r\n"


@dataclass
class Nethouse(Site):
    """One line at init: no word of a limit."""

    def _init(self, request: Request) -> Reply:
        return text_of(super()._init(request)).partition("\n")[0].encode()


PEERS = (Site, Bitrix, CsCart, WooCommerce, ShopScript, Nethouse)
