"""The command ``config``; what it does is in ``configuring``, imported when it is used."""

from __future__ import annotations

from typing import Annotated

import typer

from interviewer.cli import options as opt
from interviewer.cli.console import mendable_errors

config_app = typer.Typer(
    help="Show or change what every interview starts with.", invoke_without_command=True
)


@config_app.callback()
def config(context: typer.Context, *, as_json: opt.AsJson = False) -> None:
    """Show each setting in force and where it comes from."""
    if context.invoked_subcommand is None:
        with mendable_errors():
            from interviewer.cli.configuring import show_settings

            show_settings(opt.start_without_options(context), context.obj, as_json=as_json)


@config_app.command("set")
def set_setting(
    key: Annotated[str, typer.Argument(help="Such as level, or llm.model.")],
    value: Annotated[str, typer.Argument(help="Such as L6+, 45 or true.")],
) -> None:
    """Write a setting into the file."""
    with mendable_errors():
        from interviewer.cli.configuring import set_value

        set_value(key, value)


@config_app.command("unset")
def unset_setting(key: Annotated[str, typer.Argument(help="Such as level.")]) -> None:
    """Take a setting out of the file."""
    with mendable_errors():
        from interviewer.cli.configuring import unset

        unset(key)
