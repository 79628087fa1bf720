"""Run the command line with ``python -m interviewer``."""

from interviewer.cli.app import main

if __name__ == "__main__":
    main()
