import numpy as np
import pytest
from scipy import special

from tangostudio.preference.logistic import chance, entropy

ODDS = np.array([-800.0, -30.0, -2.0, 0.0, 0.5, 30.0, 800.0])


def test_chances_are_those_of_the_logistic_function_without_overflow():
    assert chance(ODDS) == pytest.approx(special.expit(ODDS), abs=1e-15)


def test_the_entropy_of_a_fair_coin_is_log_2_and_of_a_sure_one_nothing():
    assert entropy(np.array([0.0, 0.5, 1.0])) == pytest.approx([0.0, np.log(2), 0.0])
    p = np.linspace(0, 1, 21)
    assert entropy(p) == pytest.approx(special.entr(p) + special.entr(1 - p))
