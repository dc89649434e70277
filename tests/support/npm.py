"""Files of pinned npm packages, fetched once with npm and kept outside version control."""

import base64
import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.support.require import require

_CACHE = Path(__file__).parents[2] / ".cache" / "npm"


@dataclass(frozen=True, slots=True)
class Package:
    """`integrity` is base64 of the tarball's SHA-512, as lock files state it."""

    name: str
    version: str
    integrity: str

    def file(self, member: str) -> Path:
        """A file of the package, by its path in the tarball. Skips the test where npm cannot fetch it."""
        path = _CACHE / f"{self.name.replace('/', '+')}@{self.version}" / member
        if not path.exists():
            with tempfile.TemporaryDirectory() as folder:
                self._extract(self._tarball(Path(folder)), member, path)
        return path

    def _tarball(self, folder: Path) -> Path:
        npm = shutil.which("npm")
        require(npm is not None, "npm is not installed")
        command = [str(npm), "pack", f"{self.name}@{self.version}", "--json", "--pack-destination", str(folder)]
        packed = subprocess.run(command, capture_output=True, timeout=240, check=False)
        require(packed.returncode == 0, f"npm could not fetch {self.name}@{self.version}")
        return folder / str(json.loads(packed.stdout)[0]["filename"])

    def _extract(self, tarball: Path, member: str, path: Path) -> None:
        """Renamed into its place when whole: another worker may be at it as well."""
        digest = base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
        assert digest == self.integrity, f"{self.name}@{self.version} is not the package that was pinned"
        path.parent.mkdir(parents=True, exist_ok=True)
        with tarfile.open(tarball) as archive, tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            source = archive.extractfile(f"package/{member}")
            assert source is not None
            shutil.copyfileobj(source, file)
        Path(file.name).replace(path)


DESCRIPTION = Package(
    "@octokit/openapi",
    "23.0.2",
    "pV8M7L9GY23AybNvTmo2nyjmpmnt6+2sRE/tqr0ZLQcPS4lnw7u5eZGNmwRNkBC3D7gZXbFx5AHzLUVRBXGDhg==",
)
PAYLOADS = Package(
    "@octokit/webhooks-examples",
    "7.6.1",
    "De6U3XB6O3DtCa7bKgCMzTHdeopqqZ6SNivMYJnK65ierKL1AnNIA0tkRYCRS7lwGT792d+Ps1WbfHlso6MynQ==",
)
PAYLOAD_SCHEMA = Package(
    "@octokit/openapi-webhooks",
    "12.1.0",
    "Z5eDsLCUNbx1zHpZb1LNQirADqdMTvWJQ/deahi0ws+tWWnwHXB+Pr4jfmM9OrETS9Y5iW8ZRu1fdbudObhLrg==",
)
SARIF = Package(
    "@microsoft/jest-sarif",
    "1.0.0-beta.0",
    "A1fOhPd6Ic5iDk4F9YPw1qNB4XF+7+IviR7xl8r2F6QzQkx5cpY9LsGk2rExiFIEcBbjpVnSmwWGBukASkiQ9A==",
)
GITLAB_CI = Package(
    "gitlab-ci-local",
    "4.73.0",
    "LfpNTCjMelgy/OoD0cEV1iATBj7OxoFxTrlFb92Mbk8lakvbGrUI7r1/o9XCVnNNClgd+xAoo39kPkZ6yg9IZw==",
)
"""Runs pipelines of GitLab. Later ones need a Node.js that Debian does not have."""
