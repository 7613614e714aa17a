"""Translations without GNU gettext: python -m tools.messages extract | update | compile | check

extract   list every string that the program may show
update    bring the .po files of all languages up to date with the source; translations are kept
compile   write the .mo files that Django reads
check     fail, naming each string, where a language that must be complete lacks one, and each place of the source that
          marks strings by a name that cannot be followed
"""

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "src/emporion"
LANGUAGES = ("ru", "ro", "el")
KEYWORDS: dict[str, Any] = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = """\
# Emporion: what people read, in {language}.
# English stands in the source; python -m tools.messages update keeps this file in step."""
# would change with every edit of the source and say nothing
VOLATILE = "POT-Creation-Date|PO-Revision-Date|Project-Id-Version|Report-Msgid-Bugs-To|Last-Translator|Language-Team"
LONGEST_LINE = 90
TRANSLATION = "django.utils.translation"


def main() -> int:
    """One verb from the command line."""
    parser = argparse.ArgumentParser(prog="python -m tools.messages", description=__doc__.splitlines()[0])
    parser.add_argument("verb", choices=sorted(VERBS))
    parser.add_argument("--house", type=Path, default=HOUSE, help="the package (default: src/emporion)")
    given = parser.parse_args()
    return VERBS[given.verb](given.house.resolve())


def show(house: Path) -> int:
    """Print the strings of the source with their places, as a .po template."""
    buffer = BytesIO()
    write_po(buffer, strings(house), width=120, omit_header=True)
    sys.stdout.write(buffer.getvalue().decode())
    return 0


def update(house: Path) -> int:
    """Merge the strings of the source into each language's file; what nobody says any more leaves it."""
    source = strings(house)
    for language in LANGUAGES:
        catalog = translations(house, language)
        catalog.update(source, no_fuzzy_matching=True, update_creation_date=False, keep_user_comments=True)
        catalog.obsolete.clear()
        place = po_file(house, language)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(as_po(catalog))
        print(f"{language}: {len(source)} strings, {len(untranslated(source, catalog))} without a translation")
    return 0


def compile_all(house: Path) -> int:
    """Write a .mo beside each .po that is newer than it."""
    for language in LANGUAGES:
        source, target = po_file(house, language), po_file(house, language).with_suffix(".mo")
        if source.exists() and (not target.exists() or target.stat().st_mtime < source.stat().st_mtime):
            draft = target.with_suffix(".mo.draft")
            with draft.open("wb") as file:
                write_mo(file, translations(house, language))
            draft.rename(target)
    return 0


def check(house: Path) -> int:
    """Name every string that a language lacks, holds as uncertain, or spoils."""
    for place in (blind := unfollowed(house)):
        print(place)
    source, wrong = strings(house), len(blind)
    for language in LANGUAGES:
        catalog = translations(house, language)
        lacking, spoiled = untranslated(source, catalog), spoilt(source, catalog)
        print(f"{language}: {len(source) - len(lacking)} of {len(source)} strings translated")
        for message in lacking:
            print(f"  {language} lacks {said(message)} ({places(message)})")
        for message, reason in spoiled:
            print(f"  {language} spoils {said(message)}: {reason}")
        wrong += len(lacking) + len(spoiled)
    if wrong:
        print(f"{wrong} to mend: python -m tools.messages update, then write the translations in {house.name}/locale")
    return 1 if wrong else 0


VERBS = {"extract": show, "update": update, "compile": compile_all, "check": check}


def strings(house: Path) -> Catalog:
    """Every translatable string of the program, with the files it stands in."""
    catalog = Catalog(fuzzy=False)
    for file in sources(house):
        for _, message, comments, context in found_in(file):
            catalog.add(message, context=context, locations=[(file.relative_to(house).as_posix(), 0)],
                        auto_comments=comments)  # fmt: skip
    return catalog


def sources(house: Path) -> list[Path]:
    """Python files and templates, without tests and migrations, which speak to nobody."""
    files = [file for pattern in ("*.py", "*.html", "*.txt") for file in house.rglob(pattern)]
    kept = [
        file for file in files if not {"tests", "migrations", "static", "locale"} & set(file.relative_to(house).parts)
    ]
    return sorted(kept)


Found = tuple[int, str | tuple[str, ...], list[str], str | None]


def found_in(file: Path) -> Iterator[Found]:
    """The strings of one file; of a template by Django's own reading of it."""
    source = file.read_text()
    known = KEYWORDS
    if file.suffix == ".py":
        named = aliases(ast.parse(source))
        known = known | {alias: KEYWORDS[name] for alias, name in named.items() if name in KEYWORDS}
    else:
        source = python_of(source)
    yield from extract("python", BytesIO(source.encode()), known, comment_tags=("Translators:",))


def aliases(tree: ast.AST) -> dict[str, str]:
    """The names under which a module imports Django's ways to mark a string: `gettext_lazy as lazy`."""
    return {
        each.asname or each.name: each.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == TRANSLATION
        for each in node.names
        if "gettext" in each.name or each.name == "*"
    }


def unfollowed(house: Path) -> list[str]:
    """Places that mark strings in a way this tool cannot read: an unknown word of Django's, a name given anew."""
    found = []
    for file in sources(house):
        if file.suffix == ".py":
            tree = ast.parse(file.read_text())
            names = aliases(tree)
            unknown = [f"{name} is not known here" for name in names.values() if name not in KEYWORDS]
            renamed = [f"line {line}: {name} gets another name" for line, name in given_anew(tree, set(names))]
            hidden = [
                f"line {line}: {name} is called inside an f-string" for line, name in in_f_strings(tree, set(names))
            ]
            place = file.relative_to(house).as_posix()
            found += [f"  {place}: {what}; import it by its own name or with “as”" for what in [*unknown, *renamed]]
            found += [f"  {place}: {what}; call it before" for what in hidden]
    return found


def given_anew(tree: ast.AST, names: set[str]) -> Iterator[tuple[int, str]]:
    """Assignments such as `say = gettext`, with their lines: what `say` marks would not be seen."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr) and node.value is not None:
            parts = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
            for value in parts:
                name = value.id if isinstance(value, ast.Name) else getattr(value, "attr", "")
                if name in names or (isinstance(value, ast.Attribute) and name in KEYWORDS):
                    yield node.lineno, name


def in_f_strings(tree: ast.AST, names: set[str]) -> Iterator[tuple[int, str]]:
    """Calls inside f-strings, with their lines: Python before 3.12 sees one long text there."""
    for text in ast.walk(tree):
        if isinstance(text, ast.JoinedStr):
            for node in ast.walk(text):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                    yield node.lineno, node.func.id


def python_of(template: str) -> str:
    """A template as calls of gettext; indentation goes, because the rest of the text is no Python."""
    return "\n".join(line.lstrip() for line in templatize(template).splitlines())


def po_file(house: Path, language: str) -> Path:
    """Where a language's translations are kept."""
    return house / "locale" / language / "LC_MESSAGES/django.po"


def translations(house: Path, language: str) -> Catalog:
    """A language's translations; an empty catalog where nobody has begun."""
    place = po_file(house, language)
    if not place.exists():
        return Catalog(locale=language, fuzzy=False)
    with place.open("rb") as file:
        return read_po(file, locale=language)


def as_po(catalog: Catalog) -> bytes:
    """The file's text; without dates and line numbers, which would change with every edit of the source."""
    buffer = BytesIO()
    catalog.header_comment = HEADER.format(language=catalog.locale.english_name if catalog.locale else "?")
    write_po(buffer, catalog, width=120, sort_output=True)
    lines = rf'^"({VOLATILE}|Generated-By): .*\n'
    return re.sub(lines.encode(), b"", buffer.getvalue(), flags=re.MULTILINE)


def untranslated(source: Catalog, catalog: Catalog) -> list[Message]:
    """Strings that have no translation, or one that is marked as a guess."""
    return [message for message in source if message.id and not translated(catalog.get(message.id, message.context))]


def translated(message: Message | None) -> bool:
    """All forms are written and none is a guess."""
    if message is None or message.fuzzy:
        return False
    return all(forms_of(message.string))


def spoilt(source: Catalog, catalog: Catalog) -> list[tuple[Message, str]]:
    """Translations whose placeholders or plural forms do not fit: they would break the page."""
    found = []
    for message in source:
        theirs = catalog.get(message.id, message.context) if message.id else None
        if theirs is not None and translated(theirs):
            theirs.flags |= message.flags
            found += [(message, str(error)) for error in [*theirs.check(catalog), *names_differ(theirs)]]
    return found


def names_differ(message: Message) -> list[str]:
    """Named placeholders, %(name)s and {name}, that are not the same on both sides."""
    originals = [placeholders(text) for text in forms_of(message.id)]
    allowed, needed = set.union(*originals), set.intersection(*originals)
    return [
        f"placeholders {sorted(placeholders(form))} instead of {sorted(allowed)}"
        for form in forms_of(message.string)
        if not needed <= placeholders(form) <= allowed
    ]


def forms_of(text: object) -> list[str]:
    """The one form, or the plural forms, of a string."""
    return [str(form) for form in text] if isinstance(text, list | tuple) else [str(text or "")]


def placeholders(text: str) -> set[str]:
    """Names that are filled in later."""
    return set(re.findall(r"%\((\w+)\)[sd]", text)) | set(re.findall(r"\{(\w+)\}", text))


def said(message: Message) -> str:
    """A message as one short line."""
    text = forms_of(message.id)[0]
    short = text if len(text) <= LONGEST_LINE else text[:LONGEST_LINE] + "…"
    return repr(short) + (f" [{message.context}]" if message.context else "")


def places(message: Message) -> str:
    """The files that say it."""
    return ", ".join(sorted({place for place, _ in message.locations}))


if __name__ == "__main__":
    raise SystemExit(main())
