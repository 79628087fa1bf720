# Every target sets up what it needs first; a second call starts at once.
#   make interview ARGS="--company uber --minutes 30"

ARGS ?=
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup interview test check bench fuzz

help: ## show this
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' Makefile

setup: ## install everything, system libraries and test tools included, into .venv
	@tools/setup test

interview: ## set up if needed, then start an interview (ARGS="--company uber")
	@tools/setup run
	@$(BIN)/interviewer start $(ARGS)

test: ## set up if needed, then run the whole test suite (ARGS="tests/audio -x")
	@tools/setup test
	@$(BIN)/python -m pytest $(ARGS)

check: ## formatting, lint, types
	@tools/setup check
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

bench: ## run the benchmarks and print one table (ARGS="start_up memory")
	@tools/setup test
	@$(BIN)/python -m benchmarks $(ARGS)

fuzz: ## many more examples and interviews (FUZZ_EXAMPLES=5000, FUZZ_SESSIONS=200)
	@tools/setup test
	@FUZZ_SESSIONS=$${FUZZ_SESSIONS:-200} $(BIN)/python -m pytest -p tests.fuzzing \
		--hypothesis-profile=fuzz -m "hypothesis or sessions" $(ARGS)
