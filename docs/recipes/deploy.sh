#!/bin/sh
# Any other place that has a shell: the exit status says all. 0 lets the deploy go on; 1 is a budget that says no, 2 a mistake
# in the files or the call, and 3 what could not be measured.
set -eu

slo-gate gate --environment production --change "${CHANGE:-feature}"
./deploy-now.sh
