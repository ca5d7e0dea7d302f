"""How much each kind of evidence weighs: natural-log likelihood ratios against a dossier taken at random.

Where the numbers come from, and how they were checked, is told in docs/linking.md.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

NOT_IN_REGISTER = (
    0.05  # chance that a paper's dossier is not in the register at all, before anything was read
)

# Chances that a sign points to a dossier although the paper belongs to another one.
_SLIP_STRAYS = 0.002  # a slip lies before the wrong paper
_CODE_STRAYS = 0.01  # a printed code is another dossier's, or was misread into one that exists
_GUESSED_STRAYS = 0.05  # the same, where characters had to be guessed
_LIST_SHIFTS = 0.15  # a paper lies at another place than its list says
_LIST_STRAYS = 0.03  # a paper is not of the batch that the list names
_NUMBER_STRAYS = 0.01  # a number is a relative's, or misread into one that exists

BIRTH_DAY = 6.0  # the whole day of birth: one of some 20,000, less what misreading costs
BIRTH_YEAR = 3.2  # one of some 60 years, people's ages being uneven
BIRTH_DIFFERS = -4.0
NAME_DIFFERS = -6.0
NAME_LETTER_OFF = -3.0  # for every letter read differently
NAME_MARKS_DIFFER = -1.0
NUMBER_NEAR = 2.0  # one digit off: misread, or a twin's
NUMBER_DIFFERS = -7.0
CODE_DIFFERS = -6.0
PROCEDURE_FULL = 3.0
PROCEDURE_PART = 1.5
PROCEDURE_DIFFERS = -3.0
DATE_NEAR = 2.5  # the paper's day is the day the dossier was solved, or close before
DATE_FITS = 1.0
DATE_LATE = -1.5
DATE_BEFORE_RECEIVED = -6.0
UNIT = 3.0
NUMBER_OF_DOCUMENT = 6.0

# What the dossier's state says before anything was read.
STORED_ALREADY = -2.0
NOT_TO_HAVE_RESULT = -3.0  # withdrawn, refused, stopped, or a procedure without a result


def slip(register_size: int) -> float:
    """Return the weight of a slip's code."""
    return math.log(max(register_size, 1)) + math.log((1 - _SLIP_STRAYS) / _SLIP_STRAYS)


def printed_code(register_size: int, *, sure: bool) -> float:
    """Return the weight of a code printed on the paper, surely read or with guessed characters."""
    strays = _CODE_STRAYS if sure else _GUESSED_STRAYS
    return math.log(max(register_size, 1)) + math.log((1 - strays) / strays)


def manifest(register_size: int, length: int, *, in_place: bool) -> float:
    """Return the weight of standing on the list of a batch of `length` results, at the paper's own place or another."""
    share = 1 - _LIST_SHIFTS if in_place else _LIST_SHIFTS / max(length - 1, 1)
    return math.log(max(register_size, 1)) + math.log((1 - _LIST_STRAYS) * share)


def number(register_size: int) -> float:
    """Return the weight of a personal number or tax code. Several dossiers of one person share it and its weight."""
    return math.log(max(register_size, 1)) + math.log((1 - _NUMBER_STRAYS) / _NUMBER_STRAYS)


def name(register_size: int, bearers: int, share: float) -> float:
    """Return the weight of a name that `bearers` dossiers of the register have.

    `share` is the chance that a paper shows its owner's name in this part (whole for its subject).
    """
    return math.log(max(register_size, 1) / max(bearers, 1)) + math.log(share)


@dataclass(frozen=True, slots=True)
class Weighed:
    """One dossier's sum of weights, its prior included."""

    code: str
    weight: float


def posterior(weighed: list[Weighed], register_size: int) -> dict[str, float]:
    """Return for each dossier the probability that the paper is its result, the others and "none of them" considered.

    Every dossier of the register is as likely as another before anything was read; those not weighed here share what
    "none of them" gets.
    """
    prior = (1 - NOT_IN_REGISTER) / max(register_size, 1)
    masses = {one.code: prior * math.exp(min(one.weight, 60.0)) for one in weighed}
    rest = NOT_IN_REGISTER + max(0.0, 1 - NOT_IN_REGISTER - prior * len(weighed))
    total = sum(masses.values()) + rest
    return {code: mass / total for code, mass in masses.items()}
