"""A small strict site for the tests: the other end of the wire as the protocol asks, and answers made to order."""

import base64
import io
import time
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

NO_ORDERS = '<?xml version="1.0" encoding="UTF-8"?>\n<КоммерческаяИнформация ВерсияСхемы="2.07"/>'.encode()
END = "</КоммерческаяИнформация>".encode()
LOGIN, PASSWORD = "обмен", "па:роль"


@dataclass(frozen=True)
class Request:
    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def mode(self) -> str:
        return self.parameter("mode")

    def parameter(self, name: str) -> str:
        """A parameter as it stands in the address: nothing is decoded."""
        found = [part.partition("=") for part in self.target.replace("?", "&").split("&")]
        return next((value for key, _, value in found if key == name), "")


Reply = bytes | tuple[int, bytes]


@dataclass
class Site:
    """What a test asks of the site, and what the site saw. `answers[mode]` are given in place of its own."""

    url: str = ""
    zip: bool = False
    file_limit: int = 0
    sessid: str = ""
    progress: int = 0  # times each import is put off
    orders: bytes = NO_ORDERS
    batches: list[bytes] = field(default_factory=list)  # orders in portions: the next one when success was said
    slow: dict[str, float] = field(default_factory=dict)  # mode → seconds before it answers
    info: bytes = b"failure\nUnknown command"
    answers: dict[str, list[Reply]] = field(default_factory=lambda: defaultdict(list))
    requests: list[Request] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)  # what a strict site would not have stood
    imported: dict[str, bytes] = field(default_factory=dict)
    received: dict[str, bytes] = field(default_factory=dict)  # all files taken in, unpacked, by name
    _talks: int = 0
    _areas: dict[str, dict[str, bytes]] = field(default_factory=lambda: defaultdict(dict))  # by cookie
    _put_off: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def calls(self) -> list[str]:
        """Mode by mode what came, files and imports with their name."""
        return [f"{seen.mode} {seen.parameter('filename')}".strip() for seen in self.requests]

    def modes(self) -> list[str]:
        return [seen.mode for seen in self.requests]

    def answer(self, request: Request) -> Reply:
        self.requests.append(request)
        self._judge(request)
        time.sleep(self.slow.get(request.mode, 0))
        own: Reply = getattr(self, f"_{request.mode}")(request)
        return self.answers[request.mode].pop(0) if self.answers[request.mode] else own

    def _judge(self, request: Request) -> None:
        credentials = base64.b64encode(f"{LOGIN}:{PASSWORD}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {credentials}":
            self.complaints.append(f"{request.mode}: no or wrong Basic")
        wanted = {None} if request.mode == "checkauth" else {f"talk={number + 1}=+%2F" for number in range(self._talks)}
        if request.headers.get("cookie") not in wanted:
            self.complaints.append(f"{request.mode}: cookie {request.headers.get('cookie')}")
        if request.mode != "checkauth" and request.parameter("sessid") != self.sessid:
            self.complaints.append(f"{request.mode}: sessid {request.parameter('sessid')}")
        if (request.method == "POST") != (request.mode == "file"):
            self.complaints.append(f"{request.mode}: {request.method}")

    def _checkauth(self, request: Request) -> Reply:
        self._talks += 1
        sessid = f"\nsessid={self.sessid}" if self.sessid else ""
        return f"success\ntalk\n{self._talks}=+%2F{sessid}".encode()

    def _init(self, request: Request) -> Reply:
        self._area(request).clear()
        return f"zip={'yes' if self.zip else 'no'}\nfile_limit={self.file_limit}".encode()

    def _file(self, request: Request) -> Reply:
        name = request.parameter("filename")
        if self.file_limit and len(request.body) > self.file_limit:
            self.complaints.append(f"file: {len(request.body)} bytes at once")
        files = self._area(request)
        files[name] = files.get(name, b"") + request.body
        return b"success"

    def _import(self, request: Request) -> Reply:
        name = request.parameter("filename")
        files = self._area(request)
        _unpack(files)
        if name not in files or not files[name].rstrip().endswith(END):
            return f"failure\nno whole {name}".encode()
        if self._put_off[name] < self.progress:
            self._put_off[name] += 1
            return b"progress\nstill working"
        self.imported[name] = files[name]
        self.received |= files
        self._put_off[name] = 0
        return b"success"

    def _query(self, request: Request) -> Reply:
        return self.batches[0] if self.batches else self.orders

    def _success(self, request: Request) -> Reply:
        del self.batches[:1]
        return b"success"

    def _deactivate(self, request: Request) -> Reply:
        return b"success"

    def _complete(self, request: Request) -> Reply:
        return b"success"

    def _info(self, request: Request) -> Reply:
        return self.info

    def _area(self, request: Request) -> dict[str, bytes]:
        return self._areas[request.headers.get("cookie", "")]


def _unpack(files: dict[str, bytes]) -> None:
    for name in [name for name in files if name.endswith(".zip")]:
        with zipfile.ZipFile(io.BytesIO(files.pop(name))) as archive:
            files |= {entry: archive.read(entry) for entry in archive.namelist()}


@contextmanager
def served(site: Site) -> Iterator[Site]:
    """The site on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = self.rfile.read(length)
            if len(body) < length:
                site.complaints.append(f"body cut at {len(body)} of {length}")
                self.close_connection = True
                return
            headers = {name.lower(): value for name, value in self.headers.items()}
            reply = site.answer(Request(self.command, self.path, headers, body))
            status, content = reply if isinstance(reply, tuple) else (200, reply)
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Set-Cookie", "ignored=yes")
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_GET  # noqa: N815

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    site.url = f"http://127.0.0.1:{server.server_port}/exchange"
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
