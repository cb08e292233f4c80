"""Texts as token ids, by the `tokenizer.json` of a checkpoint. Knows nothing of what reads them."""

from pathlib import Path

from tokenizers import Tokenizer

from tangostudio.errors import WeightsError


def read_tokenizer(path: Path) -> Tokenizer:
    """The tokenizer of a file; it neither pads nor cuts.

    Raises:
        WeightsError: the file is missing or damaged.
    """
    if not path.is_file():
        raise WeightsError(f"The file {path.name} is missing.", f"It belongs into {path.parent}.")
    try:
        tokenizer = Tokenizer.from_str(path.read_text(encoding="utf-8"))
    except Exception as error:  # the library raises nothing narrower
        raise WeightsError(
            f"{path.name} is not a tokenizer: it is damaged.", "Fetch the file again."
        ) from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def tokens(tokenizer: Tokenizer, text: str, most: int) -> list[int]:
    """Ids of a text; one that is too long is cut and keeps the token that ends it."""
    ids = tokenizer.encode(text).ids
    return ids if len(ids) <= most else [*ids[: most - 1], ids[-1]]


def padded(rows: list[list[int]], pad: int) -> tuple[list[list[int]], list[list[int]]]:
    """Rows of ids filled up to the longest, and their masks: 1 for a token, 0 for a pad."""
    width = max(map(len, rows))
    masks = [[1] * len(row) + [0] * (width - len(row)) for row in rows]
    return [row + [pad] * (width - len(row)) for row in rows], masks
