# make run    set up and start everything with a made-up district; Ctrl-C stops it    PORT=8000 DATA=var DATABASE_URL= HOST=127.0.0.1
# make test   set up and run every check
# make setup  only set up; leaves .venv/bin/luoqiao
# make bench  measure speed; AREA=rules for one area only
# make lock   compile requirements/*.in again (needs uv)

.PHONY: run test bench setup setup-dev lint types contracts tests lock

run: setup
	@.venv/bin/luoqiao run --with-parent --demonstration

setup:
	@scripts/setup run

# Tests run the kernels, the prover and, where Java is present, a Spark cluster.
setup-dev:
	@scripts/setup dev compute proof $$(command -v java >/dev/null 2>&1 && echo spark)
	@scripts/browser

test: setup-dev lint types contracts tests

lint:
	@.venv/bin/python -m ruff check --quiet --cache-dir var/cache/ruff .

types:
	@.venv/bin/python -m mypy --strict --no-error-summary src

contracts:
	@PYTHONPATH=src .venv/bin/lint-imports --cache-dir var/cache/imports

tests:
	@.venv/bin/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

bench:
	@scripts/setup run compute
	@PYTHONPATH=src:. .venv/bin/python -m benchmarks $(AREA)

lock:
	@scripts/lock

.NOTPARALLEL:
