"""Shared parts of commands: settings tables, ``--verbose`` and replaced options."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from .options import Changes, of_a_study
from .settings import use_chosen_tables
from .steps import verbose

VerboseOption = Annotated[bool, typer.Option("--verbose", help="Print steps and their times to standard error.")]
SET = {
    "--output": "--set output=300",
    "--recipe": "--set analysis=average",
    "--domestic-share": "--set domestic_shares.325180=0.6",
    "--discount": "--set discount=0.03",
    "--economy": "--set economy=2017",
    "--year": "--set year=2021",
    "--dollar-year": "--set dollar_year=2021",
    "--scenario": "--set FILE, a file with the keys that change",
}
MOVED = {
    "--compare-models": "impact evidence compare-models SITE",
    "--onshoring": "impact evidence onshoring SITE",
    "--reproduce": "impact reproduce RESULT",
    "--seed": "impact evidence draw SITE --seed 1",
    "--scheduler": "impact evidence draw SITE --scheduler ADDRESS",
    "--no-intervals": "no --draws, which is the default",
}


class TablesCommand(TyperCommand):
    """A command that reads the tables that the user has chosen."""

    def invoke(self, ctx: Any) -> object:
        """Run the command on the tables of the settings."""
        use_chosen_tables()
        return super().invoke(ctx)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments; answer a replaced option with its successor."""
        known = {name for parameter in self.params for name in parameter.opts}
        for argument in args[: args.index("--")] if "--" in args else args:
            option = argument.partition("=")[0]
            replacement = (SET if "--set" in known else {}).get(option) or MOVED.get(option)
            if replacement and option not in known:
                from impact.errors import UsageError

                raise UsageError(f"{option} is no option of '{ctx.command_path}' any more. Write: {replacement}.")
        return super().parse_args(ctx, args)


def add(app: typer.Typer, name: str, command: Callable[..., None]) -> None:
    """Add a command with the shared options.

    A command with the argument ``changes`` gets the options of a study.
    """
    app.command(name, cls=TablesCommand)(_spread(command))


def _spread(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command with ``--verbose`` and, for ``changes``, the study's options."""
    own = inspect.signature(command).parameters
    group = inspect.signature(of_a_study).parameters
    parameters: list[inspect.Parameter] = []
    for parameter in own.values():
        parameters += group.values() if parameter.annotation is Changes else [parameter]
    timed = inspect.Parameter("timed", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=VerboseOption)
    parameters = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in (*parameters, timed)]
    takes_changes = any(parameter.annotation is Changes for parameter in own.values())

    @wraps(command)
    def spread(**given: Any) -> None:
        if given.pop("timed"):
            verbose.set(True)
        if takes_changes:
            given["changes"] = of_a_study(**{key: given.pop(key) for key in group})
        command(**given)

    spread.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    spread.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return spread
