# make demo   gates the examples, with no server and no account
# make test   all tests; what a test needs and cannot be had skips it with the reason (SLO_GATE_REQUIRE=all forbids that,
#             and tries properties on all their examples)
# make lint   style, types, shell scripts and workflows
# make lock   renews the pinned versions in requirements/ from pyproject.toml; what is shipped follows what is tested
# make fuzz   100,000 inputs for validate: bytes, and mutations of the tests' corpora
# make image  builds the action's image
.PHONY: demo test lint lock fuzz image clean

bin := .venv/bin
scripts := tools/setup tools/go-programs tools/docker-engine tools/base-image tools/actionlint examples/demo.sh docs/recipes/deploy.sh .ci/run
compile := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command 'make lock'

demo:
	@tools/setup demo
	@PATH="$(CURDIR)/$(bin):$$PATH" examples/demo.sh

# Empty, so that Python keeps what it compiled: else each worker compiles every test anew.
test:
	tools/setup test
	PYTHONDONTWRITEBYTECODE= $(bin)/pytest -n auto --dist loadgroup $(ARGS)

lint:
	tools/setup test
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/mypy
	$(bin)/zizmor --offline --no-progress --persona auditor .github action.yml
	tools/actionlint
	if command -v shellcheck >/dev/null; then shellcheck $(scripts); else echo 'shellcheck is missing: skipped'; fi

fuzz:
	tools/setup test
	mkdir -p .cache/fuzz
	$(bin)/python -m tests.fuzz.target -runs=100000 -max_len=16384 -timeout=2 -print_final_stats=1 \
		-artifact_prefix=.cache/fuzz/ $(ARGS) .cache/fuzz $$(find tests -path '*/corpus/*' -type d)

lock:
	tools/setup test
	$(bin)/$(compile) --extra all --group dev --output-file requirements/dev.txt pyproject.toml $(ARGS)
	$(bin)/$(compile) --extra all --constraint requirements/dev.txt --output-file requirements/runtime.txt pyproject.toml $(ARGS)
	$(bin)/$(compile) --group build --output-file requirements/build.txt $(ARGS)
	$(bin)/$(compile) --group clickhouse --no-deps --output-file requirements/clickhouse.txt $(ARGS)
	$(bin)/$(compile) --group bigquery --constraint requirements/dev.txt --output-file requirements/bigquery.txt $(ARGS)

image:
	docker build --network host --build-arg BASE="$$(tools/base-image)" --tag slo-gate .

clean:
	rm -rf .venv .cache build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
