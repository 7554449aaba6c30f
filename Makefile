.PHONY: test lint bench worlds

test:
	.venv/bin/pytest

lint:
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

bench:
	.venv/bin/python bench/run.py

worlds:
	.venv/bin/mock-od generate --out fixtures/clinic
