"""Adapters as numbers: a difference brought to a low rank."""

import pytest
import torch
from torch.testing import assert_close

from tangostudio.families import adapters


def difference(**tensors: torch.Tensor) -> adapters.Adapter:
    shapes = {name: list(value.shape) for name, value in tensors.items()}
    facts = adapters.Facts(adapters.DIFFERENCE, "m", "h", 0, 0.0, shapes, about={"steps": 4})
    return adapters.Adapter(facts, tensors)


def test_a_matrix_of_the_rank_or_under_it_is_kept_whole():
    torch.manual_seed(0)
    two = torch.randn(7, 2) @ torch.randn(2, 5)
    found = adapters.reduced(difference(**{"a.weight": two, "b.weight": torch.randn(2, 9)}), 2)
    assert_close(found.delta("a.weight"), two, atol=5e-3, rtol=0)
    assert found.facts.kind == adapters.LORA
    assert found.facts.about == {"steps": 4}


def test_of_a_matrix_of_a_higher_rank_the_largest_parts_are_kept():
    left, right = (torch.linalg.qr(torch.randn(6, 6))[0] for _ in range(2))
    strengths = torch.tensor([8.0, 4, 2, 1, 0.5, 0.25])
    whole = left @ torch.diag(strengths) @ right
    change = adapters.reduced(difference(**{"a.weight": whole}), 3).delta("a.weight")
    assert (whole - change).norm().item() == pytest.approx(strengths[3:].norm().item(), rel=2e-2)


def test_what_is_no_matrix_is_left_out_and_small_ones_fill_up_with_zeros():
    found = adapters.reduced(
        difference(**{"a.weight": torch.ones(3, 4), "a.bias": torch.ones(3)}), 8
    )
    assert found.facts.shapes == {"a.weight": [3, 4]}
    assert found.tensors["a.lora_A.weight"].shape == (8, 4)
    assert_close(found.delta("a.weight"), torch.ones(3, 4), atol=1e-3, rtol=0)
