# After the README's second command, whose environment this is.
bin = .venv-test/bin

.PHONY: test lint bench coverage hunt worlds

test:
	$(bin)/pytest

lint:
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/mypy

bench:
	$(bin)/python bench/run.py

coverage:
	$(bin)/python .ci/readme-coverage

hunt:
	.ci/hunt

worlds:
	$(bin)/python -c 'from mock_od.generate import *; write(generate(), "fixtures/clinic")'
