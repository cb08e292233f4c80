"""Commands on votes and on the taste that is learned from them: pairs, rank, taste."""

from __future__ import annotations

import argparse
import dataclasses
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tangostudio.cli.common import (
    DONE,
    NO_LIBRARY,
    command,
    positive,
    project_of,
    reading,
    studio_either,
    studio_to_read,
    studio_to_write,
    told_of_taste,
)
from tangostudio.cli.voices import Voice
from tangostudio.errors import BadRequest, NotFound, TuneError
from tangostudio.library import Take, TakeQuery, Vote
from tangostudio.preference.intervals import Share
from tangostudio.preference.pairs import Pair
from tangostudio.preference.rankings import LEAST, MOST, Ranking
from tangostudio.studio import sharing
from tangostudio.studio.studio import Studio

ANSWERS = ("left", "right", "tie", "both_bad")


# --- pairs ----------------------------------------------------------------------------------------


def _next(arguments: argparse.Namespace, say: Voice) -> int:
    with studio_to_read(arguments) as studio:
        if studio is None:
            say.line("Note", sentence=NO_LIBRARY)
            return DONE
        project = project_of(studio, arguments.project)
        studio.tasting.learn()
        shown = (
            studio.tasting.next_ranking(project, arguments.ranking)
            if arguments.ranking is not None
            else studio.tasting.next_pair(project)
        )
        if shown is None:
            say.line(
                "Note",
                sentence=f"Nothing in “{project}” is left to compare: make more takes of a prompt.",
            )
        elif isinstance(shown, Pair):
            left, right = _sounds(studio, (shown.left, shown.right))
            seconds = shown.left.seconds
            say.line("Pair", prompt=shown.prompt, seconds=seconds, left=left, right=right)
        else:
            takes = _sounds(studio, shown.takes)
            seconds = shown.takes[0].seconds
            say.line("Ranking", prompt=shown.prompt, seconds=seconds, takes=takes)
    return DONE


def _sounds(studio: Studio, takes: Sequence[Take]) -> list[dict[str, Any]]:
    """What is needed to hear takes blind, and nothing else of them."""
    return [
        {"take": take.id, "path": str(take.path), "gain_db": round(gain, 2)}
        for take, gain in zip(takes, studio.gains(takes), strict=True)
    ]


def _vote(arguments: argparse.Namespace, say: Voice) -> int:
    pair = (arguments.left, arguments.right, arguments.answer)
    if arguments.ranking is None and pair[-1] is None:
        raise BadRequest(
            "A vote needs two takes and an answer.",
            "Write pairs vote LEFT RIGHT left|right|tie|both_bad, or pairs vote --ranking 5,3=9,1.",
        )
    if arguments.ranking is not None and pair[0] is not None:
        raise BadRequest("A vote is on a pair or on a ranking.", "Leave one of the two away.")
    with studio_to_write(arguments) as studio:
        if arguments.ranking is not None:
            stored = _vote_on_ranking(studio, arguments.ranking)
        else:
            stored = [_vote_on_pair(studio, *pair)]
        for identifier in stored:
            _say_vote(say, studio.library.votes.get(identifier))
    return DONE


def _vote_on_pair(studio: Studio, left: int, right: int, answer: str) -> int:
    takes = [studio.take(left), studio.take(right)]
    _require_comparable(takes)
    earlier = (
        vote.id
        for vote in studio.library.votes.all()
        if {vote.take_a, vote.take_b} == {left, right} and vote.repeat_of is None
    )
    pair = Pair(secrets.token_hex(8), takes[0].prompt, *takes, repeat_of=next(earlier, None))
    gains = studio.pair_gains(pair)
    return studio.vote(pair, answer, gain_left_db=gains[0], gain_right_db=gains[1])


def _vote_on_ranking(studio: Studio, text: str) -> list[int]:
    places = _places(text)
    if not LEAST <= len(places) <= MOST:
        raise BadRequest(
            f"{len(places)} takes cannot be ranked.", f"A ranking has {LEAST} to {MOST} takes."
        )
    takes = [studio.take(identifier) for identifier in sorted(places)]
    _require_comparable(takes)
    ranking = Ranking(secrets.token_hex(8), takes[0].prompt, tuple(takes))
    gains = dict(zip(sorted(places), studio.gains(takes), strict=True))
    return studio.rank_vote(ranking, places, gains_db=gains)


def _places(text: str) -> dict[int, int]:
    """Places by take, of "5,3=9,1": 5 is first, 3 and 9 share the second place."""
    found: dict[int, int] = {}
    for place, group in enumerate(text.split(","), 1):
        for number in group.split("="):
            if not number.strip().isdecimal() or int(number) in found:
                raise BadRequest(
                    f"{text!r} is no ranking.", "Write takes from the best on: 5,3=9,1."
                )
            found[int(number)] = place
    return found


def _require_comparable(takes: Sequence[Take]) -> None:
    """Raise BadRequest unless takes are of one prompt and length, and all sound different."""
    first = takes[0]
    for take in takes[1:]:
        if take.prompt.strip() != first.prompt.strip():
            raise BadRequest(
                f"Takes {first.id} and {take.id} are of different prompts.",
                "Only takes of one prompt can be compared.",
            )
        if round(take.seconds * 1000) != round(first.seconds * 1000):
            raise BadRequest(
                f"Takes {first.id} and {take.id} were asked for at different lengths.",
                "Only takes of one length can be compared.",
            )
    if trashed := [take.id for take in takes if take.trashed is not None]:
        raise BadRequest(f"Take {trashed[0]} is in the trash.", "Bring it back first.")
    if len({take.sha256 for take in takes}) < len(takes):
        raise BadRequest("Two of these takes are the same sound.", "Compare others.")


def _undo(arguments: argparse.Namespace, say: Voice) -> int:
    with studio_to_write(arguments) as studio:
        votes = studio.library.votes.all()
        if not votes:
            raise NotFound("There is no vote to take back.")
        last = votes[-1]
        showing, dash, _ = last.pair.partition("-")  # a ranking's votes are taken back together
        taken = [
            vote.id
            for vote in votes
            if vote is last or (dash and vote.pair.startswith(f"{showing}-"))
        ]
        with studio.library.database.transaction():
            for identifier in taken:
                studio.library.votes.withdraw(identifier)
    say.line("Withdrawn", votes=taken)
    return DONE


def _list(arguments: argparse.Namespace, say: Voice) -> int:
    with reading(arguments) as library:
        for vote in library.votes.all() if library is not None else ():
            _say_vote(say, vote)
    return DONE


def _say_vote(say: Voice, vote: Vote) -> None:
    """A vote as it was shown; one on sounds of another library names no takes of this one."""
    sides = [vote.take_a, vote.take_b] if vote.left == "a" else [vote.take_b, vote.take_a]
    left, right = (take if take > 0 else None for take in sides)
    answer = {vote.left: "left"}.get(vote.answer, vote.answer)
    say.line(
        "Vote",
        vote=vote.id,
        left=left,
        right=right,
        answer="right" if answer in ("a", "b") else answer,
        prompt=vote.prompt,
        seconds=vote.seconds,
        repeat_of=vote.repeat_of,
        created=vote.created,
    )


def _export_pairs(arguments: argparse.Namespace, say: Voice) -> int:
    with reading(arguments) as library:
        if library is None:
            raise BadRequest("There is no library yet.", "Generate takes and vote on them first.")
        written = sharing.write_pairs(library, Path(arguments.to), arguments.format)
    say.line(
        "PairsExported",
        path=str(written.path),
        pairs=written.pairs,
        sounds=written.sounds,
        licence=written.licence,
        left_out=dataclasses.asdict(written.left_out),
        note=written.left_out.sentence,
    )
    return DONE


def _import_pairs(arguments: argparse.Namespace, say: Voice) -> int:
    path = _existing(arguments.file)
    with studio_to_write(arguments, new=True) as studio:
        found = sharing.import_pairs(studio, path)
    say.line("PairsImported", **dataclasses.asdict(found))
    return DONE


def _existing(text: str) -> Path:
    """A file that is there: a mistyped name shall not make a new library."""
    path = Path(text)
    if not path.is_file():
        raise NotFound(f"There is no file {path}.", "Check its name.")
    return path


# --- rank -----------------------------------------------------------------------------------------


def _rank(arguments: argparse.Namespace, say: Voice) -> int:
    with studio_either(arguments) as studio:
        if studio is None:
            say.line("Note", sentence=NO_LIBRARY)
            return DONE
        if arguments.project is not None:
            project_of(studio, arguments.project)
        takes = studio.find(TakeQuery(project=arguments.project, text=arguments.search or ""))
        _learn(studio)
        scores = studio.tasting.scores(takes)
        matches: dict[int, float] = {}
        if arguments.by == "match":
            matches = studio.tasting.matches(takes)
        elif not scores:
            say.line("Note", sentence=told_of_taste(studio))
            return DONE
        order = matches or {take: mean for take, (mean, _) in scores.items()}
        # One without a score (its file is gone, or nobody listened yet) comes last.
        takes.sort(key=lambda take: -order.get(take.id, float("-inf")))
        for number, take in enumerate(takes[: arguments.limit], 1):
            mean, sd = scores.get(take.id, (None, None))
            say.line(
                "Ranked",
                rank=number,
                take=take.id,
                taste=mean,
                sd=sd,
                match=matches.get(take.id),
                path=str(take.path),
                prompt=take.prompt,
                title=take.title,
                project=take.project,
            )
    return DONE


def _learn(studio: Studio) -> None:
    """Learn the taste; what nobody listened to yet is heard first where that can be kept."""
    if studio.library.writable:
        studio.tasting.listen()
    else:
        studio.tasting.learn()


# --- taste ----------------------------------------------------------------------------------------


def _fit(arguments: argparse.Namespace, say: Voice) -> int:
    with studio_to_write(arguments) as studio:
        if unheard := studio.tasting.unheard:
            say.progress(f"Listening to {unheard} sounds ...")
        studio.tasting.listen()
        if left := studio.tasting.unheard:
            raise TuneError(f"{left} sounds could not be listened to.", "Check the library.")
        _say_taste(studio, say)
    return DONE


def _show(arguments: argparse.Namespace, say: Voice) -> int:
    with studio_to_read(arguments) as studio:
        if studio is None:
            say.line("Note", sentence=NO_LIBRARY)
            return DONE
        studio.tasting.learn()
        _say_taste(studio, say)
    return DONE


def _say_taste(studio: Studio, say: Voice) -> None:
    tasting = studio.tasting
    known = tasting.known
    say.line(
        "Taste",
        sentence=told_of_taste(studio),
        enough=known is not None and known.enough,
        words=tasting.words(),
        votes=studio.votes_count(),
        decided=tasting.useful_votes(),
        foretold=_share(known.foretold) if known is not None else None,
        consistency=_share(tasting.consistency()),
        embedder=tasting.embedder,
        unheard=tasting.unheard,
        traits=[
            {"low": trait.low, "high": trait.high, "leaning": round(leaning, 3)}
            for trait, leaning in tasting.traits()
        ],
    )


def _share(share: Share) -> dict[str, float]:
    return {"share": share.share, "low": share.low, "high": share.high, "cases": share.cases}


def _export_taste(arguments: argparse.Namespace, say: Voice) -> int:
    with studio_to_read(arguments) as studio:
        if studio is None:
            raise BadRequest("There is no library yet.", "Generate takes and vote on them first.")
        studio.tasting.learn()
        path = Path(arguments.file)
        found = sharing.export_taste(studio, path, adapters=not arguments.no_adapters)
    for number in found.left_out:
        say.line("Note", sentence=f"Adapter {number} is left out: its files are not there.")
    values = {**dataclasses.asdict(found), "path": str(found.path)}
    say.line("TasteExported", **values)
    return DONE


def _import_taste(arguments: argparse.Namespace, say: Voice) -> int:
    path = _existing(arguments.file)
    with studio_to_write(arguments, new=True) as studio:
        found = sharing.import_taste(studio, path)
    say.line("TasteImported", **dataclasses.asdict(found))
    return DONE


# --- arguments ------------------------------------------------------------------------------------


def add(commands: Any) -> None:
    """Add these commands to the parser's."""
    pairs = commands.add_parser("pairs", help="vote on pairs of takes; write and read pairs")
    _add_pairs(pairs.add_subparsers(required=True, metavar="ACTION"))

    made = command(commands, "rank", "list takes by taste, or by how well they match", _rank)
    made.add_argument("--project", metavar="NAME")
    made.add_argument("--search", metavar="TEXT")
    made.add_argument("--by", choices=("taste", "match"), default="taste")
    made.add_argument("--limit", type=positive, metavar="N")

    taste = commands.add_parser("taste", help="what is known of your taste")
    actions = taste.add_subparsers(required=True, metavar="ACTION")
    command(actions, "fit", "listen to what is new and learn the taste", _fit)
    command(actions, "show", "say what is known of the taste", _show)
    made = command(actions, "export", "write votes, taste and adapters as one file", _export_taste)
    made.add_argument("file", metavar="FILE")
    made.add_argument("--no-adapters", action="store_true", help="leave the adapters out")
    made = command(actions, "import", "add what such a file holds", _import_taste)
    made.add_argument("file", metavar="FILE")


def _add_pairs(actions: Any) -> None:
    made = command(actions, "next", "show the pair to judge next, blind", _next)
    made.add_argument("--project", metavar="NAME", help="the window's project when left out")
    made.add_argument("--ranking", type=positive, metavar="N", help=f"{LEAST} to {MOST} takes")

    made = command(actions, "vote", "say which of two takes is better", _vote)
    made.add_argument("left", nargs="?", type=int, metavar="LEFT", help="a take's number")
    made.add_argument("right", nargs="?", type=int, metavar="RIGHT")
    made.add_argument("answer", nargs="?", choices=ANSWERS)
    made.add_argument("--ranking", metavar="5,3=9,1", help="takes from the best on; = ties two")

    command(actions, "undo", "take the last vote back", _undo)
    command(actions, "list", "list the votes that stand", _list)

    made = command(actions, "export", "write the pairs with their sounds", _export_pairs)
    made.add_argument("--to", required=True, metavar="DIR")
    made.add_argument("--format", choices=tuple(sharing.LAYOUTS), default="tangoflux")

    made = command(actions, "import", "take in pairs in TangoFlux's layout", _import_pairs)
    made.add_argument("file", metavar="FILE.json")
