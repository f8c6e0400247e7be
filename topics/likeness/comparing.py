"""How much two topics are about the same: by the words of their titles, found in the other's title or background."""

import re
from dataclasses import dataclass
from math import log

from topics.likeness.words import COMMON, FILLER, SAME

RUN = re.compile("[\u3400-\u9fff]+")
LIGHT = 0.2
IN_BACKGROUND = 0.5
# As if a county had this many topics more, so that its first ones do not all count as frequent.
USUAL = 1000


@dataclass(frozen=True)
class Subject:
    """A topic as far as it is compared."""

    title: str
    background: str = ""


class Likeness:
    """Compares subjects by their words: fillers count nothing, common words and places little, rare words most.

    `frequent` says in how many titles out of `among` a word stands.
    """

    def __init__(self, places=(), frequent=None, among=0):
        stems = {place: re.sub("(街道|镇|乡)$", "", place) for place in places}
        self.folded = {other: word for word, others in SAME.items() for other in others} | stems
        self.light = {*COMMON, *stems.values()}
        known = {*FILLER, *self.light, *SAME, *self.folded}
        self.known = re.compile("|".join(sorted(map(re.escape, known), key=len, reverse=True)))
        self.forms = {word: (word,) for word in known}
        for other, word in self.folded.items():
            self.forms[word] = (*self.forms[word], other)
        self.frequent, self.among = frequent or {}, among + USUAL

    def words_of(self, title):
        """The words of a title: those known by name, and of the rest each pair of characters; fillers left out."""
        words = {self.folded.get(word, word) for word in self.known.findall(title)}
        for run in RUN.findall(self.known.sub(" ", title)):
            words.update(run[place : place + 2] for place in range(len(run) - 1))
        return words.difference(FILLER)

    def stands_in(self, word, text):
        return any(form in text for form in self.forms.get(word, (word,)))

    def weight(self, word):
        rarity = log(self.among / (self.frequent.get(word, 0) + 1)) / log(self.among)
        return rarity * (LIGHT if word in self.light else 1)

    def covered(self, words, other_words, other_background):
        """The share of the words, by weight, that the other subject has too; a title of few words never has all."""
        found = sum(
            self.weight(word) * (1 if word in other_words else IN_BACKGROUND)
            for word in words
            if word in other_words or self.stands_in(word, other_background)
        )
        return found / (1 + sum(map(self.weight, words)))

    def of(self, one, other):
        """How alike two subjects are: from 0, nothing in common, towards 1; the same both ways round."""
        words, other_words = self.words_of(one.title), self.words_of(other.title)
        there = self.covered(words, other_words, other.background)
        return (there + self.covered(other_words, words, one.background)) / 2
