"""How long `slo-gate validate` takes, beside its peers: python bench/validate.py [--files 1,100,1000,10000]"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from measure import Taken, taken
from peers import Peer, check_jsonschema, of_go, slo_gate

OPENSLO = """\
apiVersion: openslo/v1
kind: SLO
metadata:
  name: checkout-availability-{number}
  displayName: Checkout {number} answers
  labels:
    tier: critical
    team: [payments, shop]
    region: eu-central-1
  annotations:
    slo-gate/kind: availability
    runbook: https://runbooks.example.com/checkout-{number}
spec:
  description: >-
    99.9 % of the requests of checkout {number} succeed, over 30 days.
    What fails because of the customer's own mistake does not count.
  service: checkout-{number}
  budgetingMethod: Occurrences
  timeWindow:
    - duration: 30d
      isRolling: true
  indicator:
    metadata:
      name: requests-that-succeed-{number}
      displayName: Requests that succeed
    spec:
      ratioMetric:
        counter: true
        bad:
          metricSource:
            metricSourceRef: metrics
            type: Prometheus
            spec:
              query: |
                sum(http_requests_total{{service="checkout-{number}", code=~"5.."}})
        total:
          metricSource:
            metricSourceRef: metrics
            type: Prometheus
            spec:
              query: |
                sum(http_requests_total{{service="checkout-{number}"}})
  objectives:
    - displayName: Nearly every request succeeds
      target: 0.999
"""
SLOTH = """\
version: prometheus/v1
service: checkout-{number}
labels:
  tier: critical
slos:
  - name: availability
    objective: 99.9
    description: 99.9 % of the requests of checkout {number} succeed, over 30 days.
    sli:
      events:
        error_query: sum(rate(http_requests_total{{service="checkout-{number}", code=~"5.."}}[{{{{.window}}}}]))
        total_query: sum(rate(http_requests_total{{service="checkout-{number}"}}[{{{{.window}}}}]))
    alerting:
      name: CheckoutAvailability
      page_alert: {{disable: true}}
      ticket_alert: {{disable: true}}
"""
TEMPLATES = {"openslo": OPENSLO, "sloth": SLOTH}
SLOW = frozenset({"check-jsonschema", "check-jsonschema + libyaml"})


def written(folder: Path, dialect: str, count: int) -> list[Path]:
    files = [folder / f"{number // 100:03}" / f"slo-{number}.yaml" for number in range(count)]
    for number, file in enumerate(files):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(TEMPLATES[dialect].format(number=number))
    return files


def runs(peer: Peer, count: int, most: int) -> int:
    """Many where they are quick, one where they take a minute."""
    return min(most, 1 if peer.name in SLOW and count > 1000 else 3 if count >= 1000 else 5 if count >= 100 else 15)


def compared(own: Peer, peers: Sequence[Peer], count: int, most: int) -> Iterator[tuple[Peer, Taken]]:
    """Our own program runs before each of its peers and after the last: a machine is not as quick in one minute as in another."""
    ours: list[Taken] = []
    theirs: list[tuple[Peer, Taken]] = []
    for peer in (*peers, None):
        ours.append(_taken(own, count, most))
        theirs += [(peer, _taken(peer, count, most))] if peer else []
    together = Taken(
        median(one.seconds for one in ours), min(one.busy for one in ours), max(one.megabytes for one in ours)
    )
    yield from ((own, together), *theirs)


def _taken(peer: Peer, count: int, most: int) -> Taken:
    with tempfile.TemporaryDirectory() as folder:
        files = written(Path(folder), peer.dialect, count)
        return taken(peer.command(Path(folder), files), runs(peer, count, most))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", default="1,100,1000,10000", help="how many files, separated by commas")
    parser.add_argument("--runs", type=int, default=15, help="at most so many runs of each command at a time")
    options = parser.parse_args()
    peers = [check_jsonschema(libyaml=False), check_jsonschema(libyaml=True)]
    peers += [peer for name in ("sloth", "oslo") for peer in [of_go(name)] if peer]
    print(f"{'files':>6}  {'program':28} {'seconds':>8} {'MB':>6}  {'slo-gate takes':>15}")
    for count in map(int, options.files.split(",")):
        own = 0.0
        for peer, result in compared(slo_gate(), peers, count, options.runs):
            own = own or result.seconds
            ratio = (
                f"{own / result.seconds:.3f} of it" if own < result.seconds else f"{own / result.seconds:.1f} times it"
            )
            shown = "" if peer.name == "slo-gate" else ratio
            print(f"{count:>6}  {peer.name:28} {result.seconds:8.3f} {result.megabytes:6.0f}  {shown:>15}", flush=True)


if __name__ == "__main__":
    main()
