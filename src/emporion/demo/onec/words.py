"""What the exchange protocol of 1C says to its administrator: he searches for these very words."""

from emporion.demo.onec.errors import (
    BadDocument,
    ConnectionLost,
    EmptyAnswer,
    ExchangeFailed,
    SiteRefused,
    UnreadableOrders,
    WrongInit,
)

NO_LOGIN = "Авторизация не выполнена."
WRONG_LOGIN = "Не удалось установить соединение с сервером. Проверьте имя пользователя и пароль."
NOT_SENT = "Выгрузка на сайт не выполнена."
NO_PARAMETERS = "Не удалось прочитать ответ сервера. Параметры обмена не получены."
WRONG_LIMIT = "Ошибка получения параметров обмена (ограничение размера файла)."
LONGER_SUCCESS = "Получен расширенный статус успешного завершения сеанса."
SERVER_SAYS = "Ответ сервера:"
SERVER_FAILED = "Произошла ошибка на стороне сервера."
FILE_NOT_SENT = "Файл не отправлен."
NO_STATUS = "Не получен статус завершения операции."
UNKNOWN_IMPORT = "Получен неизвестный статус импорта."
NO_STATE = "Не удалось получить текущее состояние процесса обмена. Данные обмена отправлены, но не загружены."
NOT_LOADED = "Загрузка заказов не выполнена."
UNREADABLE = "Не удалось прочитать данные, загруженные с сервера."
NOT_PROCESSED = "Не удалось обработать документы, загруженные с сервера."
NO_DATA = (
    "Не удалось получить данные с сервера. Проверьте правильность адреса сервера, порт, имя пользователя и пароль."
)
NO_ANSWER = "Ответ сервера не получен"
EMPTY = "Получен пустой ответ сервера."
GETTING, SENDING = "Получение данных с сервера", "Отправка файла на сервер"
CLOSED = 'Статус заказа - "Закрыт".'


def protocol(error: ExchangeFailed) -> str:
    """The lines that end an exchange in 1C's protocol."""
    return "\n".join(line for line in (*_wire(error), error.words, *_step(error)) if line)


def other_status(method: str, status: int) -> str:
    """A status other than 200 is put down; the body is read all the same."""
    return f"{SENDING if method == 'POST' else GETTING}: ответ сервера = {status}"


def longer_success(answer: str) -> str:
    """More than one line behind the success of a file is only put down."""
    return f"{LONGER_SUCCESS}\n{SERVER_SAYS}\n{answer}"


def wrong_node(node: str, value: str) -> str:
    """An element of an order that 1C cannot do without."""
    return f"Ошибка в значении узла <Документ>.<{node}> документа XML ({value})"


def passed_over(order: str) -> str:
    """An order that 1C has confirmed takes nothing from the site any more."""
    return f"Заказ {order} пропущен по причине:\n{CLOSED}"


def _wire(error: ExchangeFailed) -> tuple[str, ...]:
    sending = error.step == "file"
    if isinstance(error, EmptyAnswer):
        return (f"{SENDING if sending else GETTING}: {EMPTY}",)
    if isinstance(error, ConnectionLost):
        return (NO_ANSWER if sending else NO_DATA,)
    return ()


def _step(error: ExchangeFailed) -> tuple[str, ...]:
    answered = not isinstance(error, EmptyAnswer | ConnectionLost)
    match error.step:
        case "checkauth":
            return (NO_LOGIN, WRONG_LOGIN) if answered else (NO_LOGIN,)
        case "init":
            return (NOT_SENT, NO_PARAMETERS) if isinstance(error, WrongInit | SiteRefused) else (NOT_SENT,)
        case "file":
            return _file(error, answered=answered)
        case "query" | "success":
            return (_orders(error),)
        case "info":
            return (UNREADABLE,)
        case _:  # import, deactivate, complete
            return _import(error, answered=answered)


def _file(error: ExchangeFailed, *, answered: bool) -> tuple[str, ...]:
    if not answered:
        return (f"Не удалось получить ответ сервера. {FILE_NOT_SENT} ({error.file}).",)
    unknown = "" if isinstance(error, SiteRefused) else f" {NO_STATUS}"
    return (f"{SERVER_FAILED}{unknown} {FILE_NOT_SENT} ({error.file}).", SERVER_SAYS, _said(error))


def _import(error: ExchangeFailed, *, answered: bool) -> tuple[str, ...]:
    if not answered:
        return (f"{error.file}: {NO_STATE}",)
    unknown = "" if isinstance(error, SiteRefused) else f" {UNKNOWN_IMPORT}"
    return (f"{error.file}: {SERVER_FAILED}{unknown}", SERVER_SAYS, _said(error))


def _orders(error: ExchangeFailed) -> str:
    if isinstance(error, UnreadableOrders):
        return UNREADABLE
    return NOT_PROCESSED if isinstance(error, BadDocument) else NOT_LOADED


def _said(error: ExchangeFailed) -> str:
    return f"failure\n{error.answer}".strip() if isinstance(error, SiteRefused) else error.answer
