"""A new base: the same for the same seed, and like a shop."""

import struct
import zlib
from pathlib import Path

import pytest

from emporion.demo.onec import Base, errors
from emporion.demo.onec.drawing import Canvas, box, ellipse
from emporion.demo.onec.numbers import ean13, minor_text, share, thousandths_text, to_minor, to_thousandths
from emporion.demo.onec.palette import COLOURS
from emporion.demo.onec.pictures import DRAWINGS, PIXELS, picture


def dump(base: Base) -> list[str]:
    return [line for line in base.db.iterdump() if "INSERT" in line]


def test_the_same_seed_makes_the_same_base(tmp_path: Path) -> None:
    with (
        Base.create(tmp_path / "a", goods=40, seed=5) as one,
        Base.create(tmp_path / "b", goods=40, seed=5) as same,
        Base.create(tmp_path / "c", goods=40, seed=6) as other,
    ):
        assert dump(one) == dump(same) != dump(other)


def test_a_base_looks_like_a_shop(tmp_path: Path) -> None:
    with Base.create(tmp_path / "a") as base:
        count = base.value
        assert count("SELECT COUNT(*) FROM goods") == count("SELECT COUNT(DISTINCT name) FROM goods") == 500
        assert count("SELECT COUNT(DISTINCT goods) FROM offer WHERE variant <> ''") == 100
        assert count("SELECT COUNT(*) FROM price_type") == count("SELECT COUNT(*) FROM warehouse") == 3
        assert count("SELECT COUNT(*) FROM price") == 3 * count("SELECT COUNT(*) FROM offer")
        assert count("SELECT COUNT(*) FROM price WHERE minor <= 0") == 0
        assert count("SELECT COUNT(DISTINCT barcode) FROM offer") == count("SELECT COUNT(*) FROM offer")
        assert count("SELECT COUNT(DISTINCT goods) FROM picture") == 500
        assert count("SELECT COUNT(*) FROM stock WHERE thousandths % 1000 <> 0") > 0


def test_a_base_is_opened_again_and_never_overwritten(tmp_path: Path) -> None:
    Base.create(tmp_path, goods=3).close()
    with pytest.raises(FileExistsError):
        Base.create(tmp_path, goods=3)
    with Base.open(tmp_path) as again:
        assert again.value("SELECT COUNT(*) FROM goods") == 3
    with pytest.raises(FileNotFoundError):
        Base.open(tmp_path / "nowhere")


def test_a_refusal_within_a_transaction_leaves_nothing_behind(tmp_path: Path) -> None:
    with Base.create(tmp_path, goods=3) as base:
        with pytest.raises(errors.Unknown), base.transaction():
            _half_done(base)
        assert base.constant("currency") == "RUB"


def _half_done(base: Base) -> None:
    base.set_constant("currency", "KZT")
    base.constant("no such thing")


def pixels(png: bytes) -> list[bytes]:
    """The rows of an RGB picture without filters, as the canvas writes them."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    place, found = 8, {}
    while place < len(png):
        length, kind = struct.unpack(">I4s", png[place : place + 8])
        content = png[place + 8 : place + 8 + length]
        assert zlib.crc32(kind + content) == struct.unpack(">I", png[place + 8 + length : place + 12 + length])[0]
        found[kind] = content
        place += 12 + length
    width, height = struct.unpack(">II", found[b"IHDR"][:8])
    raw = zlib.decompress(found[b"IDAT"])
    rows = [raw[row * (width * 3 + 1) : (row + 1) * (width * 3 + 1)] for row in range(height)]
    assert all(row[0] == 0 for row in rows)
    return [row[1:] for row in rows]


def test_shapes_are_painted_where_they_are() -> None:
    canvas = Canvas(10, (255, 255, 255))
    canvas.fill([box(20, 20, 80, 80), box(40, 40, 60, 60)], (0, 0, 0))
    rows = pixels(canvas.png())
    black, white = bytes(3), bytes([255] * 3)
    assert rows[0] == white * 10
    assert rows[2] == white * 2 + black * 6 + white * 2
    assert rows[4] == white * 2 + black * 2 + white * 2 + black * 2 + white * 2  # a hole


def test_edges_are_smooth() -> None:
    canvas = Canvas(20, (255, 255, 255))
    canvas.fill([ellipse(50, 50, 33)], (0, 0, 0))
    shades = {value for row in pixels(canvas.png()) for value in row}
    assert {0, 255} < shades and len(shades) > 5


@pytest.mark.parametrize("drawing", sorted(DRAWINGS))
def test_every_kind_of_goods_has_its_own_drawing(drawing: str) -> None:
    rows = pixels(picture(drawing, "лазурь"))
    assert len(rows) == PIXELS and len(set(rows)) > 50
    tone = bytes(COLOURS["лазурь"])
    assert any(tone in row for row in rows)
    assert picture(drawing, "лазурь", 1) != picture(drawing, "лазурь") != picture(drawing, "охра")


def test_numbers_are_exact() -> None:
    assert [to_minor(text) for text in ("231.7400", "0.005", "-1.5", "7", ".5")] == [23174, 1, -150, 700, 50]
    assert to_thousandths(" 1.2345 ") == 1235
    for wrong in ("1,5", "1 000", "", "1e3", "NaN"):
        with pytest.raises(ValueError, match="not a number"):
            to_minor(wrong)
    assert [minor_text(value) for value in (59000, 59050, 59005, 0, -5)] == ["590", "590.5", "590.05", "0", "-0.05"]
    assert thousandths_text(1_000_000) == "1000"
    assert [share(5, 1, 2), share(-5, 1, 2), share(10, 1, 3)] == [3, -3, 3]
    assert ean13(1) == "2000000000015"
