"""Whatever bytes come: rows, or a refusal that says why; never another error, never without end or bound."""

import contextlib
import random
import subprocess
import sys
from io import BytesIO

import pytest
from hypothesis import given, settings, strategies as st

from emporion.channels.commerceml.reader import complete, read
from emporion.channels.commerceml.refusals import FieldRefused, FileRefused

from . import shapes
from .test_orders_reader import ORDER

BODIES = (
    shapes.CLASSIC_IMPORT + shapes.CLASSIC_OFFERS + shapes.CHANGES,
    shapes.SPLIT_UNITS + shapes.SPLIT_RESTS + shapes.CONTAINERS,
    f"<Документ>{ORDER}</Документ>",
)
FILES = [shapes.file(body, encoding=encoding) for body in BODIES for encoding in ("UTF-8", "windows-1251")]
WORDS = [
    "<Товар>", "</Товар>", "<Ид>", "</Группы>", "<![CDATA[", "]]>", "<!--", "-->", "&#0;", "&lt;", "<!DOCTYPE a>",
    "<?x?>", "<Контейнер>", "</Документ>", "<Предложение/>", 'xmlns="z"', "\x00", "\ufeff", "1e9", "-999 999 999,9",
]  # fmt: skip

FIELDS = [
    "ЦенаЗаЕдиницу", "Количество", "Коэффициент", "Валюта", "ИдТипаЦены", "Ид", "Штрихкод", "ПометкаУдаления",
    "Описание",
]  # fmt: skip


def read_through(data: bytes) -> int:
    """Every row with its record; only refusals pass."""
    rows = 0
    try:
        for row in read(BytesIO(data)):
            rows += 1
            assert row.place and len(row.digest) == 16
            with contextlib.suppress(FieldRefused):
                shapes.PARSERS[row.kind](row)
    except FileRefused:
        pass
    complete(BytesIO(data))
    return rows


@pytest.mark.parametrize("data", FILES)
def test_a_file_cut_at_any_byte_is_refused_after_its_good_rows(data: bytes) -> None:
    whole = read_through(data)
    for cut in range(0, len(data), 23):
        assert read_through(data[:cut]) <= whole


@settings(max_examples=400)
@given(st.sampled_from(FILES), st.randoms(use_true_random=False), st.integers(1, 8))
def test_mutated_bytes_are_read_or_refused(data: bytes, rnd: random.Random, changes: int) -> None:
    mutated = bytearray(data)
    for _ in range(changes):
        at, what = rnd.randrange(len(mutated)), rnd.randrange(4)
        if what == 0:
            mutated[at] = rnd.randrange(256)
        elif what == 1:
            del mutated[at : at + rnd.randrange(1, 40)]
        elif what == 2:
            mutated[at:at] = rnd.choice(WORDS).encode("utf-8")
        else:
            start = rnd.randrange(len(mutated))
            mutated[at:at] = mutated[start : start + rnd.randrange(200)]
        mutated = mutated or bytearray(b"<")
    read_through(bytes(mutated))


@settings(max_examples=200)
@given(st.binary(max_size=400))
def test_random_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(FileRefused):
        list(read(BytesIO(data)))


@settings(max_examples=200)
@given(
    st.sampled_from(FIELDS),
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<&"), max_size=60),
)  # fmt: skip
def test_any_text_in_a_field_costs_at_most_its_row(field: str, text: str) -> None:
    element = f"<{field}>{text}</{field}>"
    inside = f"<Ид>a</Ид>{element}<Цены><Цена><ИдТипаЦены>r</ИдТипаЦены>{element}</Цена></Цены>"
    body = f"<Предложения><Предложение>{inside}</Предложение><Предложение><Ид>next</Ид></Предложение></Предложения>"
    assert read_through(shapes.file(f"<ПакетПредложений><Ид>p</Ид>{body}</ПакетПредложений>")) == 4


MEMORY = """
import io, resource, sys
from django.conf import settings
settings.configure(USE_I18N=False)
from emporion.channels.commerceml import catalog_reader
from emporion.channels.commerceml.reader import read

ROW = ("<Товар><Ид>%d</Ид><Описание>" + "слово " * 300 + "</Описание></Товар>\\n").encode()

class Endless(io.RawIOBase):
    def __init__(self, count):
        self.parts = self.bytes(count)
        self.rest = b""
    def bytes(self, count):
        yield '<?xml version="1.0" encoding="UTF-8"?><КоммерческаяИнформация><Каталог><Ид>k</Ид><Товары>'.encode()
        for number in range(count):
            yield ROW % number
        yield "</Товары></Каталог></КоммерческаяИнформация>".encode()
    def seekable(self):
        return SEEK
    def tell(self):
        return 0
    def read(self, size=-1):
        while len(self.rest) < size and (more := next(self.parts, None)):
            self.rest += more
        taken, self.rest = self.rest[:size], self.rest[size:]
        return taken

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

for SEEK in (True, False):
    list(read(Endless(10)))
    idle, rows = peak(), 0
    for row in read(Endless(30_000)):
        rows += 1
        if row.kind == "goods":
            catalog_reader.goods(row)
    assert rows == 30_002, rows
    print(peak() - idle)
"""


@pytest.mark.slow
def test_quirk_13_memory_stays_flat_over_a_hundred_megabytes() -> None:
    found = subprocess.run([sys.executable, "-c", MEMORY], check=True, capture_output=True, text=True)
    assert all(int(grown_mb) < 20 for grown_mb in found.stdout.split())
