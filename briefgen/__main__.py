"""What `briefgen` and `python -m briefgen` run."""

import gc


def main() -> None:
    """Runs the command line. Imports and slides make many objects and few cycles: those are looked for rarely."""
    gc.set_threshold(20_000, 50, 50)
    from briefgen.cli import main as run

    run()


if __name__ == "__main__":
    main()
