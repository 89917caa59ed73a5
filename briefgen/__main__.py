"""What `briefgen` and `python -m briefgen` run."""

import gc


def main() -> None:
    """Runs the command line. Imports and slides make many objects and few cycles: those are looked for rarely."""
    gc.set_threshold(200_000, 50, 50)
    try:
        from briefgen.cli import main as run

        run()
    except KeyboardInterrupt:  # before the command line stands that answers it
        raise SystemExit(130) from None
    finally:
        gc.freeze()  # what lives now dies with the process: Python need not look through it once more


if __name__ == "__main__":
    main()
