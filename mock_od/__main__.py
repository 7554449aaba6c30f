"""``python -m mock_od``."""

from mock_od.cli import main

if __name__ == "__main__":
    main()
