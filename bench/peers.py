"""The peers of the benchmarks, each installed once in a folder of its own."""

import compileall
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
CACHE = ROOT / ".cache/bench"
REQUIREMENTS = ROOT / "bench/requirements.txt"
LIBYAML = "ruamel.yaml.clib==0.2.15"
GO = {
    "sloth": "github.com/slok/sloth/cmd/sloth@v0.16.0",
    "oslo": "github.com/OpenSLO/oslo/cmd/oslo@v0.12.0",
}


@dataclass(frozen=True, slots=True)
class Peer:
    """`command` makes the command line that validates some files of `folder`; `dialect` names the kind of file it reads."""

    name: str
    command: Callable[[Path, Sequence[Path]], list[str]]
    dialect: str = "openslo"


def own_program() -> Path:
    """slo-gate, compiled as an installation is: the working copy may just have changed."""
    compileall.compile_dir(ROOT / "slo_gate", quiet=1)
    return Path(sys.executable).with_name("slo-gate")


def slo_gate() -> Peer:
    program = own_program()
    return Peer("slo-gate", lambda _folder, files: [str(program), "validate", "--per-file", *map(str, files)])


def check_jsonschema(*, libyaml: bool) -> Peer:
    name = "check-jsonschema + libyaml" if libyaml else "check-jsonschema"
    python = environment(name.replace(" + ", "-"), ["-r", REQUIREMENTS, *([LIBYAML] if libyaml else [])])
    command = [str(python.with_name("check-jsonschema")), "--schemafile", str(ROOT / "schemas/openslo.v1.slo.json")]
    return Peer(name, lambda _folder, files: [*command, *map(str, files)])


def of_go(name: str) -> Peer | None:
    """None where Go is missing, or cannot fetch the program."""
    program = CACHE / "go" / name
    if not program.exists():
        go = shutil.which("go")
        install = [go or "", "install", GO[name]]
        environ = {"GOBIN": str(program.parent), "HOME": str(Path.home()), "PATH": "/usr/bin:/bin"}
        if not go or subprocess.run(install, env=environ, capture_output=True, check=False).returncode:
            return None
    if name == "sloth":
        return Peer("sloth", lambda folder, _files: [str(program), "validate", "--input", str(folder)], "sloth")
    return Peer("oslo", lambda _folder, files: [str(program), "validate", *(f"--file={file}" for file in files)])


def environment(name: str, requirements: Sequence[str | Path]) -> Path:
    """The interpreter of an environment that holds some requirements, as pip is told of them."""
    python = CACHE / name / "bin/python"
    if not (CACHE / name / ".ready").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", CACHE / name], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *requirements], check=True)
        (CACHE / name / ".ready").touch()
    return python
