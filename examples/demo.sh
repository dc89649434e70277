#!/bin/sh
# demo.sh: gates the promises of this folder on the data beside them, and says how to read the answer.
# Needs slo-gate with its `sql` extra on the path. Exits 0 where the gate answered as it should.
set -u
cd "$(dirname "$0")/.." || exit 1
expected=1

cat <<'TEXT'
Three teams keep their promises as YAML: a web shop, a telecom network and an IT service desk.
slo-gate reads those files, measures on the CSV data beside them how much error budget is really
left, and answers one question: may we ship?

  $ slo-gate gate --config examples/.slo-gate.yaml

TEXT

slo-gate gate --config examples/.slo-gate.yaml
code=$?

printf '\nThe gate returned exit code %s: ' "$code"
case $code in
    0) echo 'every promise holds, so a deploy may go on.' ;;
    1) echo 'a rule says no, so a deploy would stop here.' ;;
    2) echo 'an SLO file, the configuration or the command line is wrong.' ;;
    3) echo 'something could not be measured, and the policy does not forgive that.' ;;
    *) echo 'something broke.' ;;
esac
if [ "$code" -ne "$expected" ]; then
    echo "These examples should end with $expected, so something is wrong with this copy of slo-gate."
    exit 1
fi

cat <<'TEXT'
That is the answer these examples should give: some of their budgets are spent on purpose.

What the rules must say is written down too, and tried:

  $ slo-gate test --config examples/.slo-gate.yaml

TEXT

slo-gate test --config examples/.slo-gate.yaml || exit 1

cat <<'TEXT'

Where to look next
  examples/.slo-gate.yaml     the rules that decided, and where the data is
  examples/policy.slo-gate-test.yaml     what the rules must say
  examples/web-shop/slo/      promises in OpenSLO; telecom/ and service-desk/ hold the others
  .venv/bin/slo-gate validate examples/     checks the same files for mistakes, without any data
  README.md                   the gate in a workflow, on pull requests and in pre-commit
TEXT
