"""The commands that list the library; what they do is in ``catalogue`` and ``details``."""

from __future__ import annotations

from typing import Annotated

import typer

from interviewer.cli import options as opt
from interviewer.cli.console import mendable_errors

listings = typer.Typer()

Named = Annotated[str | None, typer.Argument(help="Show this one in full.")]


@listings.command()
@opt.spread
def personas(name: Named = None, *, listing: opt.Listing) -> None:
    """List the interviewers, show one, or check a file of your own."""
    _catalogue("personas", name, listing)


@listings.command()
@opt.spread
def companies(name: Named = None, *, listing: opt.Listing) -> None:
    """List the companies, show one, or check a file of your own."""
    _catalogue("companies", name, listing)


@listings.command()
@opt.spread
def questions(
    name: Named = None,
    *,
    only_level: Annotated[
        str | None, opt.filter_by("--level", "Count the points expected at this level.")
    ] = None,
    only_area: Annotated[
        str | None, opt.filter_by("--area", "Those richest in this area first, such as serving.")
    ] = None,
    spoilers: Annotated[
        bool, opt.option("--spoilers", "Also show what the interviewer keeps to themselves.")
    ] = False,
    listing: opt.Listing,
) -> None:
    """List the questions, show one, or check a file of your own."""
    _catalogue("questions", name, listing, only_level, only_area, spoilers=spoilers)


def _catalogue(
    kind: str,
    name: str | None,
    listing: opt.Listing,
    level: str | None = None,
    area: str | None = None,
    *,
    spoilers: bool = False,
) -> None:
    with mendable_errors():
        from interviewer.cli.catalogue import check_own, filter_of, show
        from interviewer.cli.details import show_one

        if listing.check is not None:
            check_own(kind, listing.check)
        elif name is not None:
            show_one(kind, name, listing.library, as_json=listing.as_json, spoilers=spoilers)
        else:
            narrowed = filter_of(listing.only_company, level, area)
            show(kind, narrowed, listing.library, as_json=listing.as_json)
