"""An archive is unpacked as 1C meant it, within limits, and nothing of it lands elsewhere."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from emporion.channels.commerceml.archives import ArchiveBroken, ArchiveTooLarge, Limits, unpack


def packed(folder: Path, files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    path = folder / "v8_1065_3a.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


@pytest.fixture
def into(tmp_path: Path) -> Path:
    folder = tmp_path / "talk"
    folder.mkdir()
    return folder


def standing(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def test_folders_and_several_files_are_kept(tmp_path: Path, into: Path) -> None:
    files = {"import0_1.xml": b"<a/>", "offers0_1.xml": b"<b/>", "import_files/ab/1.jpg": b"jpg", "ф/1.jpg": b"2"}
    assert unpack(packed(tmp_path, files), into).left_out == ()
    assert standing(into) == files


@pytest.mark.parametrize("encoding", ["cp866", "utf-8"])
def test_a_name_without_the_flag_is_read_in_its_encoding(tmp_path: Path, into: Path, encoding: str) -> None:
    path = packed(tmp_path, {"X" * len("импорт.xml".encode(encoding)): b"<a/>"})
    name = "импорт.xml".encode(encoding)
    path.write_bytes(path.read_bytes().replace(b"X" * len(name), name))
    unpack(path, into)
    assert standing(into) == {"импорт.xml": b"<a/>"}


def test_names_that_reach_elsewhere_are_left_out_and_the_others_come(tmp_path: Path, into: Path) -> None:
    bad = ["../out.xml", "/etc/passwd", "a/../../b", ".htaccess", "shell.php", "x\\..\\..\\y.xml"]
    found = unpack(packed(tmp_path, {**dict.fromkeys(bad, b"bad"), "good.xml": b"<a/>"}), into)
    assert standing(into) == {"good.xml": b"<a/>"}
    assert len(found.left_out) == len(bad)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["talk", "v8_1065_3a.zip"]


def test_a_file_where_a_folder_stands_is_left_out(tmp_path: Path, into: Path) -> None:
    found = unpack(packed(tmp_path, {"a/b.jpg": b"1", "a": b"2"}), into)
    assert (standing(into), found.left_out) == ({"a/b.jpg": b"1"}, ("a",))


def test_a_bomb_is_refused_before_a_byte_of_it_is_written(tmp_path: Path, into: Path) -> None:
    path = packed(tmp_path, {"import.xml": b"0" * (8 << 20)})
    with pytest.raises(ArchiveTooLarge):
        unpack(path, into, Limits(ratio=100, free_bytes=1 << 20))
    with pytest.raises(ArchiveTooLarge):
        unpack(path, into, Limits(total_bytes=1 << 20))
    assert standing(into) == {}


def test_too_many_files_are_refused(tmp_path: Path, into: Path) -> None:
    path = packed(tmp_path, {f"{n}.jpg": b"" for n in range(11)})
    with pytest.raises(ArchiveTooLarge):
        unpack(path, into, Limits(entries=10))


def test_an_entry_longer_than_it_says_is_broken(tmp_path: Path, into: Path) -> None:
    path = packed(tmp_path, {"import.xml": b"0" * 5000})
    path.write_bytes(path.read_bytes().replace(struct.pack("<L", 5000), struct.pack("<L", 10)))
    with pytest.raises(ArchiveBroken):
        unpack(path, into)
    assert standing(into) == {}


@pytest.mark.parametrize("cut", [1, 30, 200, 4000])
def test_a_cut_archive_is_refused(tmp_path: Path, into: Path, cut: int) -> None:
    path = packed(tmp_path, {"import.xml": bytes(range(256)) * 20}, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(ArchiveBroken) as refused:
        unpack(path, into)
    assert "v8_1065_3a.zip" in refused.value.sentence
    assert refused.value.what_to_do


def test_a_wrong_checksum_is_refused(tmp_path: Path, into: Path) -> None:
    path = packed(tmp_path, {"import.xml": b"<catalog/>" * 50}, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"<catalog/>", b"<CATALOG/>", 1))
    with pytest.raises(ArchiveBroken):
        unpack(path, into)


def test_a_password_is_said_to_be_one(tmp_path: Path, into: Path) -> None:
    path = packed(tmp_path, {"import.xml": b"<a/>"})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(ArchiveBroken):
        unpack(path, into)
