"""Whether what a sound's licence allows fits what a delivery is for, and what is said if not.

It knows a licence as two words and a preset as meant for sale or not; it is no legal advice.
"""

from __future__ import annotations

from tangostudio.cards import licences

NOT_AGREED = (
    "Its licence does not allow commercial use, and nobody agreed to deliver it all the same."
)
NOT_AGREED_HINT = "Agree to it, leave the take out, or use a preset that is not for sale."


def restricts(commercial: str, *, for_sale: bool) -> bool:
    """Whether a licence forbids a delivery, so that a person must agree to it.

    Args:
        commercial: "yes", "limited" or "no"; any other word counts as "no".
        for_sale: of the preset, whether its files are meant for commercial use.
    """
    return for_sale and licences.known(commercial) == "no"


def note(commercial: str, *, for_sale: bool) -> str:
    """What a person should know of a licence before a delivery; "" where there is nothing."""
    if restricts(commercial, for_sale=for_sale):
        return "Its licence is for research only: not for commercial use."
    if for_sale and commercial == "limited":
        return "Its licence limits commercial use: read it before you sell this."
    return ""


def marked(licence: str, commercial: str, *, for_sale: bool) -> str:
    """The licence as a file says it: what it forbids stands beside its name."""
    if not restricts(commercial, for_sale=for_sale):
        return licence
    return f"{licence or 'Unknown licence'} (research only; delivered by agreement)"
