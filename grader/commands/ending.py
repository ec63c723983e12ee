"""How a command ends: with a message, and an exit code that says whose fault it was."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterator

import click

PASSED, NOT_PASSED, OUR_ERROR, INTERRUPTED = 0, 1, 3, 130


@contextlib.contextmanager
def exit_codes() -> Iterator[None]:
    """Every way to end, with a message and an exit code."""
    import signal

    from grader.errors import GraderError, UsageError

    for stream in (sys.stdout, sys.stderr):  # a terminal without ✓ gets a ? instead
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    for number in (signal.SIGTERM, signal.SIGHUP):  # a closed terminal must clean up, too
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    try:
        yield
    except UsageError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(error.exit_code)
    except GraderError as error:
        click.echo(f"Error: {error}\nThis is not your code's fault.", err=True)
        sys.exit(OUR_ERROR)
    except KeyboardInterrupt as stop:
        notes = getattr(stop, "__notes__", [])
        click.echo("\n".join(["\nStopped. Nothing is left running.", *notes]), err=True)
        sys.exit(INTERRUPTED)
    except (click.exceptions.Exit, click.ClickException, SystemExit):
        raise
    except BrokenPipeError:  # `grade | head`
        sys.stderr.close()
        sys.exit(NOT_PASSED)
    except Exception:
        import traceback

        traceback.print_exc()
        click.echo("Error: a bug in the grader, not in your code; please report it.", err=True)
        sys.exit(OUR_ERROR)
