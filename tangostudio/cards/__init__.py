"""Model cards: what a checkpoint is, may do and needs, as data. No torch."""

from tangostudio.cards.card import Licence, ModelCard, Parameter, WeightFile, Work
from tangostudio.cards.catalogue import BrokenCard, Catalogue

__all__ = ["BrokenCard", "Catalogue", "Licence", "ModelCard", "Parameter", "WeightFile", "Work"]
