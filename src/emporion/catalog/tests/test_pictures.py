import struct
import tracemalloc
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from emporion.catalog import commands, queries
from emporion.catalog.pictures import size_of
from emporion.catalog.types import (
    PICTURE_LIMIT,
    NotAPicture,
    PictureCard,
    PicturesCard,
    PicturesChanged,
    PictureTooLarge,
    UnknownProduct,
)
from emporion.journal.queries import last_fact, timeline

from .factories import BY, png, product

JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + struct.pack(">HH", 40, 30) + b"\x03"
GIF = b"GIF89a" + struct.pack("<HH", 12, 34)
WEBP_X = b"RIFF\x00\x00\x00\x00WEBPVP8X" + bytes(8) + (99).to_bytes(3, "little") + (49).to_bytes(3, "little")
WEBP_L = b"RIFF\x00\x00\x00\x00WEBPVP8L" + bytes(4) + b"\x2f" + (99 | 49 << 14).to_bytes(4, "little")
WEBP = b"RIFF\x00\x00\x00\x00WEBPVP8 " + bytes(10) + struct.pack("<HH", 100, 50)


def test_the_same_bytes_are_kept_once(house: str) -> None:
    first, second = commands.keep_picture(png(4, 3)), commands.keep_picture(png(4, 3))

    assert first == second
    assert first.file == f"pictures/{first.content_hash[:2]}/{first.content_hash}.png"
    assert (first.width, first.height) == (4, 3)
    assert default_storage.listdir(f"pictures/{first.content_hash[:2]}")[1] == [f"{first.content_hash}.png"]


def test_a_file_that_a_crash_cut_short_is_written_again(house: str) -> None:
    kept = commands.keep_picture(png(4, 3))
    with default_storage.open(kept.file, "wb") as file:
        file.write(b"\x89PNG")

    commands.keep_picture(png(4, 3))

    with default_storage.open(kept.file) as file:
        assert file.read() == png(4, 3)


def test_a_file_of_a_picture_becomes_the_file_of_the_storage(house: str, tmp_path: Path) -> None:
    paths = [tmp_path / "a.png", tmp_path / "b.png"]
    for path in paths:
        path.write_bytes(png(4, 3))
        with path.open("rb") as file:
            kept = commands.keep_picture(file)
        for _ in range(2):
            commands.share_on_disk(path, kept)
    assert len({path.stat().st_ino for path in (*paths, Path(default_storage.path(kept.file)))}) == 1
    assert [path.read_bytes() for path in paths] == [png(4, 3)] * 2
    assert sorted(tmp_path.iterdir()) == paths


def test_a_large_picture_is_never_whole_in_memory(house: str, tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    path.write_bytes(png(4, 3) + bytes(30 * 1024 * 1024))
    tracemalloc.start()
    with path.open("rb") as file:
        kept = commands.keep_picture(file)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (kept.width, kept.height) == (4, 3)
    assert peak < 4 * 1024 * 1024


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (png(640, 480), (640, 480)),
        (JPEG, (30, 40)),
        (GIF, (12, 34)),
        (WEBP, (100, 50)),
        (WEBP_X, (100, 50)),
        (WEBP_L, (100, 50)),
        (JPEG[:9], (None, None)),
        (b"\x89PNG\r\n\x1a\n", (None, None)),
        (b"\xff\xd8\xff\xd9", (None, None)),
        (WEBP[:12] + b"ABCD", (None, None)),
    ],
)
def test_the_header_tells_the_size_and_a_cut_one_tells_nothing(
    data: bytes, size: tuple[int | None, int | None]
) -> None:
    assert size_of(data) == size


@pytest.mark.parametrize("data", [b"", b"<svg onload='x()'/>", b"%PDF-1.4", b"RIFF\x00\x00\x00\x00WAVE"])
def test_what_is_no_picture_is_refused_whatever_its_name(data: bytes) -> None:
    with pytest.raises(NotAPicture):
        commands.keep_picture(data)


def test_a_giant_is_refused() -> None:
    with pytest.raises(PictureTooLarge) as caught:
        commands.keep_picture(bytes(PICTURE_LIMIT + 1))

    assert caught.value.facts == {"size": PICTURE_LIMIT + 1, "limit": PICTURE_LIMIT}


def test_pictures_hang_in_their_order_and_one_fact_tells_it(house: str) -> None:
    cup = product()
    a, b = PictureCard("pictures/a.png", "a", "front", 4, 3), PictureCard("pictures/b.png", "b")
    (made,) = commands.put_pictures(cards=[PicturesCard(cup, (a, b, a), place="Картинка")], **BY)

    (moved,) = commands.put_pictures(cards=[PicturesCard(cup, (b,))], **BY)

    assert (made.done, moved.done) == ("created", "changed")
    assert [fact.event for fact in timeline([f"product:{cup}"])[:2]] == [
        PicturesChanged(f"product:{cup}", (), ("pictures/a.png",), ("pictures/b.png",), was=(a, b)),
        PicturesChanged(
            f"product:{cup}", ("pictures/a.png", "pictures/b.png"), (), ("pictures/a.png", "pictures/b.png")
        ),
    ]
    (line,) = queries.product_page(cup).pictures
    assert (line.file, line.url, line.caption) == ("pictures/b.png", "/media/pictures/b.png", "")


def test_a_picture_can_be_added_to_those_that_hang(house: str) -> None:
    cup = product()
    a, b = PictureCard("pictures/a.png", "a", "front"), PictureCard("pictures/b.png", "b")
    commands.put_pictures(cards=[PicturesCard(cup, (a,))], **BY)

    commands.put_pictures(cards=[PicturesCard(cup, (b, a), whole=False)], **BY)

    assert [line.file for line in queries.product_page(cup).pictures] == ["pictures/a.png", "pictures/b.png"]
    assert queries.products().get().main_picture == "pictures/a.png"


def test_the_same_pictures_again_tell_nothing(house: str) -> None:
    cards = [PicturesCard(product(), (PictureCard("pictures/a.png", "a"),))]
    commands.put_pictures(cards=cards, **BY)
    before = last_fact()

    (outcome,) = commands.put_pictures(cards=cards, **BY)

    assert (outcome.done, last_fact()) == ("unchanged", before)


def test_pictures_of_no_product_are_refused(house: str) -> None:
    with pytest.raises(UnknownProduct) as caught:
        commands.put_pictures(cards=[PicturesCard(404, ())], **BY)

    assert caught.value.facts == {"product": 404, "card": 0}
