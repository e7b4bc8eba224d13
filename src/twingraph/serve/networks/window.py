"""The days that a network is asked for: an agreement is in them, or it is not.

Of a vague date the first day counts for a beginning and the last one for an end: "1992" begins on 1 January
and ends on 31 December.  Of dates that contradict each other the best supported decides, as it does for
``tg:activeFrom`` and ``tg:activeUntil``.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from twingraph.serve.problem import Problem
from twingraph.serve.views.pairs import is_planned

if TYPE_CHECKING:
    from twingraph.serve.views.atlas import Bond


@dataclass(frozen=True, slots=True)
class Window:
    """Agreements in force on any day from ``first`` to ``last``, or ``on`` one; None does not restrict."""

    first: date | None = None
    last: date | None = None
    on: date | None = None

    def holds(self, bond: Bond, *, undated: bool = True) -> bool:
        """Return whether an agreement is in force in these days.

        On one day it must be known to have begun, and be more than planned.  Else the side that is not known
        is open, and one without any date is taken where *undated*.
        """
        if self.on:
            has_begun = bond.first is not None and bond.first <= self.on.isoformat()
            return has_begun and not is_planned(bond) and _reaches(bond, self.on)
        if bond.first is None and bond.last is None:
            return undated
        begins = self.last is None or bond.first is None or bond.first <= self.last.isoformat()
        return begins and (self.first is None or _reaches(bond, self.first))


def _reaches(bond: Bond, day: date) -> bool:
    return bond.last is None or bond.last >= day.isoformat()


def parse_window(first: str, last: str, on: str) -> Window:
    """Return the days that three texts give; an empty one does not restrict.

    >>> parse_window("1990", "1992-02", "")
    Window(first=datetime.date(1990, 1, 1), last=datetime.date(1992, 2, 29), on=None)

    Raises:
        Problem: 422 for what is no day, month or year, and for one day together with more.
    """
    if on and (first or last):
        raise Problem(422, "at= is one day, from= and until= are many; give the one or the others", rule="at")
    if on and not re.fullmatch(r"\d{4}-\d\d-\d\d", on):
        raise Problem(422, f"at={on!r} is no day, like 1990-10-03", rule="at")
    return Window(_day("from", first), _day("until", last, at_end=True), _day("at", on))


def _day(name: str, text: str, *, at_end: bool = False) -> date | None:
    """Return the first day of a year, a month or a day, or the last one."""
    if not text:
        return None
    match = re.fullmatch(r"(\d{1,4})(?:-(\d\d)(?:-(\d\d))?)?", text, re.ASCII)
    try:
        if match is None:
            raise ValueError
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        month = month or (12 if at_end else 1)
        return date(year, month, day or (calendar.monthrange(year, month)[1] if at_end else 1))
    except ValueError as error:
        raise Problem(422, f"{name}={text!r} is no year, month or day, like 1990-10-03", rule=name) from error
