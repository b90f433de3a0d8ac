"""`python -m duecourse` is the same as `duecourse`."""

from duecourse.cli.main import run

if __name__ == "__main__":
    run()
