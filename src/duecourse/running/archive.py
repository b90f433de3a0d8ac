"""A backup as one file: a ZIP with a manifest that names every part, its size and its hash."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from duecourse.errors import DuecourseError

MANIFEST: Final = "manifest.json"
FORMAT: Final = 1
_CHUNK: Final = 1 << 20
_MANIFEST_MAX: Final = 64 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """One file in a backup."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds.

    Args:
        program: Version that made it.
        made_at: When, as ISO 8601 in UTC.
        database: sqlite or postgresql.
        tables: Table to its number of rows.
        migrations: App to the last step of its tables.
        parts: Name in the ZIP to what it is.
    """

    program: str
    made_at: str
    database: str
    tables: Mapping[str, int]
    migrations: Mapping[str, str]
    parts: Mapping[str, Part] = field(default_factory=dict)


class Writer:
    """Puts parts into a new backup and remembers what they were."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.parts: dict[str, Part] = {}

    def file(self, name: str, path: Path) -> None:
        """A file of this machine."""
        with path.open("rb") as source, self.part(name) as target:
            while chunk := source.read(_CHUNK):
                target.write(chunk)

    def text(self, name: str, text: str) -> None:
        """A text."""
        with self.part(name) as target:
            target.write(text.encode())

    @contextmanager
    def part(self, name: str) -> Iterator[Counted]:
        """A part that is written piece by piece."""
        with self._archive.open(name, "w", force_zip64=True) as stream:
            counted = Counted(stream)
            yield counted
        self.parts[name] = Part(counted.size, counted.hash.hexdigest())


class Counted:
    """A stream that knows how much went through it, and its hash."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self.size, self.hash = stream, 0, sha256()

    def write(self, data: bytes | memoryview) -> int:
        """Writes on."""
        self.size += len(data)
        self.hash.update(data)
        return self._stream.write(data)


@contextmanager
def writing(file: Path) -> Iterator[Writer]:
    """A new backup; it has its name only when it is complete and safely on the disk.

    Raises:
        DuecourseError: There is such a file already, or it cannot be written.
    """
    if file.exists():
        raise DuecourseError("There is such a file already", where=str(file), fix="Give the backup another name.")
    unfinished = file.with_name(f"{file.name}.unfinished")
    try:
        # Only its owner may read it: it holds all that the ledger holds.
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
                yield Writer(archive)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(file)
    except OSError as error:
        fix = "Choose a folder with room that you may write to."
        raise DuecourseError(f"The backup cannot be written: {error.strerror}", where=str(file), fix=fix) from error
    finally:
        unfinished.unlink(missing_ok=True)


def close_with(writer: Writer, manifest: Manifest) -> None:
    """Writes the manifest, as the last part."""
    told = asdict(manifest) | {"format": FORMAT}
    writer.text(MANIFEST, json.dumps(told, indent=1, sort_keys=True))


def verified(file: Path) -> Manifest:
    """Reads a backup to its last byte and compares every part with the manifest.

    Raises:
        DuecourseError: It is no backup, of a later version, or some part differs.
    """
    if not file.is_file():
        raise DuecourseError("There is no such file", where=str(file), fix="Name a file of duecourse backup.")
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = _manifest(archive, file)
            held = {info.filename for info in archive.infolist()} - {MANIFEST}
            if odd := sorted(held ^ set(manifest.parts)):
                raise _broken(file, f"'{odd[0]}' is missing or too many")
            for name, part in manifest.parts.items():
                if _unsafe(name) or _part_of(archive, name) != part:
                    raise _broken(file, f"'{name}' is not as it was written")
    except (OSError, zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError) as error:
        raise _broken(file, str(error)) from error
    return manifest


def extract(file: Path, folder: Path, *names: str) -> None:
    """Takes parts of a verified backup out into a folder."""
    with zipfile.ZipFile(file) as archive:
        for name in names:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with archive.open(name) as source, target.open("wb") as stream:
                while chunk := source.read(_CHUNK):
                    stream.write(chunk)


def _manifest(archive: zipfile.ZipFile, file: Path) -> Manifest:
    if MANIFEST not in archive.namelist() or archive.getinfo(MANIFEST).file_size > _MANIFEST_MAX:
        raise _broken(file, "it has no manifest")
    try:
        told: dict[str, Any] = json.loads(archive.read(MANIFEST))
        number = told.pop("format")
        if number != FORMAT:
            fix = "Install the version of duecourse that wrote it, or a later one."
            raise DuecourseError(
                f"The backup is of format {number}, but {FORMAT} was expected", where=str(file), fix=fix
            )
        parts = {name: Part(**part) for name, part in told.pop("parts").items()}
        return Manifest(**told, parts=parts)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _broken(file, "its manifest cannot be read") from error


def _part_of(archive: zipfile.ZipFile, name: str) -> Part:
    found, size = sha256(), 0
    with archive.open(name) as stream:
        while chunk := stream.read(_CHUNK):
            found.update(chunk)
            size += len(chunk)
    return Part(size, found.hexdigest())


def _unsafe(name: str) -> bool:
    """Whether a name leads out of the folder that it is taken into."""
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name


def _broken(file: Path, why: str) -> DuecourseError:
    fix = "Take another backup; nothing was changed."
    return DuecourseError(f"This is no complete backup: {why}", where=str(file), fix=fix)
