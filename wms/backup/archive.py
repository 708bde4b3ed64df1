"""The file of a backup: a gzipped tar with the manifest, its checksum, and the database's content.

It is written under a name of its own and renamed when it is whole and on the disk, so a backup that
has its name is complete. It is read once from end to end before anything is believed.
"""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from wms.backup.manifest import FORMAT, Manifest, dumped, loaded
from wms.errors import Refused
from wms.text import T

MANIFEST, CHECK, CONTENT = "manifest.json", "manifest.sha256", "database"
CHUNK_BYTES = 1 << 20
MAX_MANIFEST_BYTES = 1 << 20
PRIVATE = 0o600
"""It holds addresses, and digests of all keys."""


def digest(path: Path) -> tuple[str, int]:
    """Return the SHA-256 of a file and how many bytes it has."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size


def check_free(path: Path) -> None:
    """Let pass a name that a backup can get.

    :raises Refused: there is a file of that name, or no folder to put it into.
    """
    if path.exists():
        words = T("{path} is there already", path=str(path))
        raise Refused("backup.exists", words, T("Name a file that is not there yet"))
    if not path.parent.is_dir():
        words = T("There is no folder {path}", path=str(path.parent))
        raise Refused("backup.folder", words, T("Make it, or name a file elsewhere"))


@contextmanager
def beside(path: Path, ending: str) -> Iterator[Path]:
    """Yield a name for a draft in the same folder; it is gone afterwards unless it was renamed."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{ending}")
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE))
    try:
        yield draft
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()


def pack(path: Path, manifest: Manifest, content: Path) -> None:
    """Write the archive and give it its name."""
    words = dumped(manifest)
    with beside(path, "part") as draft:
        with draft.open("wb") as raw:
            with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=3) as tar:
                _add(tar, MANIFEST, io.BytesIO(words), len(words))
                check = hashlib.sha256(words).hexdigest().encode()
                _add(tar, CHECK, io.BytesIO(check), len(check))
                with content.open("rb") as file:
                    _add(tar, CONTENT, file, manifest.size_bytes)
            raw.flush()
            os.fsync(raw.fileno())
        draft.rename(path)
    settle(path.parent)


def unpack(path: Path, content: Path) -> Manifest:
    """Write the content of an archive to `content` and return its manifest; both are proven whole.

    :raises Refused: it is damaged, or no backup that this release reads.
    """
    try:
        with tarfile.open(path, "r:gz") as tar:
            words = _read(tar, MANIFEST)
            if hashlib.sha256(words).hexdigest().encode() != _read(tar, CHECK):
                raise ValueError("the manifest is not what was written")
            manifest = loaded(words)
            _extract(tar, content)
    except (tarfile.TarError, EOFError, zlib.error, ValueError, KeyError) as error:
        raise _damaged(path, str(error)) from None
    except OSError as error:
        if error.errno is not None:
            raise
        raise _damaged(path, str(error)) from None
    if manifest.format != FORMAT:
        words_ = T("{path} has a form that this release does not read", path=str(path))
        raise Refused("backup.form", words_, T("Restore it with release {n}", n=manifest.release))
    if digest(content) != (manifest.sha256, manifest.size_bytes):
        raise _damaged(path, "its content is not what was written")
    return manifest


def settle(folder: Path) -> None:
    """Let a rename in `folder` survive a power cut; where folders cannot be opened, do nothing."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _damaged(path: Path, why: str) -> Refused:
    words = T("{path} is damaged, or no backup ({why})", path=str(path), why=why)
    return Refused("backup.damaged", words, T("Nothing was changed. Take another backup file"))


def _add(tar: tarfile.TarFile, name: str, file: IO[bytes], size_bytes: int) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size_bytes, PRIVATE
    tar.addfile(entry, file)


def _read(tar: tarfile.TarFile, name: str) -> bytes:
    file = tar.extractfile(name)
    if file is None:
        raise ValueError(f"{name} is no file")
    return file.read(MAX_MANIFEST_BYTES)


def _extract(tar: tarfile.TarFile, content: Path) -> None:
    file = tar.extractfile(CONTENT)
    if file is None:
        raise ValueError(f"{CONTENT} is no file")
    with content.open("wb") as out:
        while chunk := file.read(CHUNK_BYTES):
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
