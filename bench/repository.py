"""How long `slo-gate validate` takes where most files are something else: python bench/repository.py [--others 1000,5000]"""

import argparse
import sys
import tempfile
from pathlib import Path

from measure import taken
from peers import own_program
from validate import written

SLOS = 100
CONTAINERS = 14
CONTAINER = """\
        - name: part-{part}
          image: registry.example.com/shop/part-{part}:1.{number}
          env:
            - {{name: LEVEL, value: "{part}"}}
            - {{name: MODE, value: fast}}
          ports: [{{containerPort: 80{part:02}}}]
          resources: {{limits: {{cpu: 500m, memory: 128Mi}}, requests: {{cpu: 100m}}}}
"""
MANIFEST = """\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: shop-{number}}}
spec:
  replicas: 3
  template:
    spec:
      containers:
{containers}"""
PARSING = """\
import sys, yaml
from pathlib import Path
for file in Path(sys.argv[1]).rglob("*.yaml"):
    list(yaml.load_all(file.read_bytes(), yaml.CSafeLoader))
"""
"""What any program takes that parses all of them: PyYAML with libyaml, and nothing done about what it reads."""


def write(folder: Path, others: int) -> None:
    written(folder / "slo", "openslo", SLOS)
    for number in range(others):
        file = folder / "deploy" / f"{number // 50:04}" / f"shop-{number}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        containers = "".join(CONTAINER.format(part=part, number=number) for part in range(CONTAINERS))
        file.write_text(MANIFEST.format(number=number, containers=containers))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--others", default="1000,5000", help="how many manifests, separated by commas")
    parser.add_argument("--runs", type=int, default=5, help="of each command")
    options = parser.parse_args()
    program = str(own_program())
    print(f"{'others':>6}  {'program':28} {'seconds':>8} {'MB':>6}")
    for others in map(int, options.others.split(",")):
        with tempfile.TemporaryDirectory() as name:
            write(Path(name), others)
            commands = {
                "slo-gate, all files": [program, "validate", name],
                "slo-gate, the SLOs alone": [program, "validate", f"{name}/slo"],
                "PyYAML parses all files": [sys.executable, "-c", PARSING, name],
            }
            for title, command in commands.items():
                found = taken(command, options.runs)
                print(f"{others:>6}  {title:28} {found.seconds:8.3f} {found.megabytes:6.0f}", flush=True)


if __name__ == "__main__":
    main()
