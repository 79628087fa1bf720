"""Train the test model and convert it for faster-whisper.

Run ``python -m tests.whisper_model.make_model`` from the project's root, in a virtual environment
of its own (torch is large and nothing else here needs it), with flite and espeak-ng installed::

    python -m venv /tmp/trainer
    /tmp/trainer/bin/pip install torch==2.13.0 transformers==5.23.0 ctranslate2==4.8.5 \
        tokenizers==0.23.3 faster-whisper==1.2.1 soxr==1.1.0

It takes about 15 minutes on one core and writes ``model/`` beside this file.
"""

import argparse
import copy
import logging
import math
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch  # type: ignore[import-not-found]
from ctranslate2.converters.converter import Converter
from ctranslate2.converters.transformers import WhisperLoader
from tokenizers import Tokenizer
from transformers import (  # type: ignore[import-not-found]
    WhisperConfig,
    WhisperForConditionalGeneration,
)

from . import MODEL_DIR, SENTENCES
from .batches import IGNORED, Batch, Examples, Sounds
from .vocabulary import build_tokenizer, in_id_order, token_id

log = logging.getLogger("make_model")

SPELLING_SHARE = 0.5
"""Weight of the loss that makes every encoder frame name its word, through an output layer that is
thrown away afterwards.  It brings the moment forward when the decoder begins to listen."""
POINTING_SHARE = 0.2
"""Weight of the loss that makes the last decoder layer look where a word is said.  Without it rows
of several sentences take many times longer to learn."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One part of the training; it ends after so many steps or so many seconds."""

    name: str
    sounds: Sounds
    steps: int
    peak_rate: float
    most_seconds: float


STAGES = (
    Stage("short windows", Sounds(16, 800, 2, hotwords=False), 450, 1.5e-3, 180),
    Stage("whole windows", Sounds(8, 3_000, 4), 330, 1e-3, 280),
    Stage("hotwords", Sounds(16, 900, 3), 400, 1e-3, 160),
    Stage("whole windows again", Sounds(8, 3_000, 4), 330, 1e-3, 280),
)


def build_network(tokenizer: Tokenizer) -> Any:
    """Return an untrained Whisper of 1.5 million parameters, with the auxiliary output layer."""
    end = token_id(tokenizer, "<|endoftext|>")
    config = WhisperConfig(
        vocab_size=tokenizer.get_vocab_size(), num_mel_bins=80, d_model=128,
        encoder_layers=2, decoder_layers=2, encoder_attention_heads=4, decoder_attention_heads=4,
        encoder_ffn_dim=512, decoder_ffn_dim=512, dropout=0.0,
        bos_token_id=end, eos_token_id=end, pad_token_id=end, decoder_start_token_id=end + 1,
        suppress_tokens=[], begin_suppress_tokens=[],
    )  # fmt: skip
    network = WhisperForConditionalGeneration(config)
    network.spelling = torch.nn.Linear(128, end + 1)
    return network


def encode(network: Any, mel: Any) -> Any:
    """Encode windows of any length (the encoder's own ``forward`` insists on 3,000 frames)."""
    encoder = network.model.encoder
    hidden = torch.nn.functional.gelu(encoder.conv1(mel))
    hidden = torch.nn.functional.gelu(encoder.conv2(hidden)).transpose(1, 2)
    hidden = hidden + encoder.embed_positions.weight[: hidden.shape[1]]
    for layer in encoder.layers:
        output = layer(hidden, None)
        hidden = output[0] if isinstance(output, tuple) else output
    return encoder.layer_norm(hidden)


def losses(network: Any, batch: Batch) -> tuple[Any, Any, Any]:
    """Return how badly the decoder answers, the encoder spells, and the decoder points."""
    attention = network.model.decoder.layers[-1].encoder_attn
    seen: list[Any] = []
    hooks = [
        projection.register_forward_hook(lambda _module, _input, output: seen.append(output))
        for projection in (attention.q_proj, attention.k_proj)
    ]
    with torch.autocast("cpu", torch.bfloat16):
        hidden = encode(network, batch.mel)
        decoded = network.model.decoder(
            input_ids=batch.inputs, encoder_hidden_states=hidden, use_cache=False
        )
        scores = network.proj_out(decoded.last_hidden_state)
        spelled = network.spelling(hidden)
    for hook in hooks:
        hook.remove()
    queries, keys = seen
    entropy = torch.nn.functional.cross_entropy
    answering = entropy(scores.float().flatten(0, 1), batch.labels.flatten(), ignore_index=IGNORED)
    spelling = entropy(spelled.float().flatten(0, 1), batch.frame_words.flatten())
    return answering, spelling, _pointing(queries, keys, batch.spans, attention.num_heads)


def _pointing(queries: Any, keys: Any, spans: Any, heads: int) -> Any:
    """Return minus the log of the attention that falls on the word that comes next."""
    (size, tokens, width), frames = queries.shape, keys.shape[1]
    queries = queries.float().view(size, tokens, heads, -1).transpose(1, 2)
    keys = keys.float().view(size, frames, heads, -1).transpose(1, 2)
    weights = (queries @ keys.transpose(2, 3) / (width / heads) ** 0.5).softmax(-1)
    place = torch.arange(frames)
    # Six frames, 0.12 s, of tolerance: the spans are estimates.
    inside = (place >= spans[..., :1] - 6) & (place < spans[..., 1:] + 6)
    share = (weights * inside[:, None]).sum(-1)
    placed = (spans[..., 1] > 0)[:, None].expand_as(share)
    return -(share[placed] + 1e-6).log().mean()


def train(network: Any, examples: Examples, stage: Stage) -> None:
    """Train for one stage: a short warm-up, then a falling learning rate."""
    optimiser = torch.optim.AdamW(network.parameters(), lr=stage.peak_rate, weight_decay=0.01)
    begun, sums = time.monotonic(), [0.0, 0.0, 0.0]
    for step, batch in zip(range(stage.steps), examples.batches(stage.sounds), strict=False):
        spent_s = time.monotonic() - begun
        done = max(step / stage.steps, spent_s / stage.most_seconds)
        if done >= 1.0:
            break
        for group in optimiser.param_groups:
            group["lr"] = stage.peak_rate * _shape(step, done)
        parts = losses(network, batch)
        optimiser.zero_grad()
        (parts[0] + SPELLING_SHARE * parts[1] + POINTING_SHARE * parts[2]).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        sums = [total + part.item() for total, part in zip(sums, parts, strict=True)]
        if step % 20 == 19:
            text = ", ".join(f"{total / 20:.3f}" for total in sums)
            log.info("%s %d: losses %s, %.0f s", stage.name, step + 1, text, spent_s)
            sums = [0.0, 0.0, 0.0]


def _shape(step: int, done: float) -> float:
    """Return the share of the peak learning rate."""
    return min(1.0, (step + 1) / 50) * (0.02 + 0.98 * math.cos(done * math.pi / 2))


class _TrainedNetwork(Converter):  # type: ignore[misc]
    """Hands a network in memory to CTranslate2 (its own loader reorders the vocabulary)."""

    def __init__(self, network: Any, tokenizer: Tokenizer) -> None:
        self._network, self._tokenizer = network, tokenizer

    def _load(self) -> Any:
        with torch.no_grad():
            # A copy, because quantising scales the weights where they lie.
            spec = WhisperLoader().get_model_spec(copy.deepcopy(self._network))
        blank, end = (token_id(self._tokenizer, token) for token in ("Ġ", "<|endoftext|>"))
        spec.config.suppress_ids = []
        spec.config.suppress_ids_begin = [blank, end]
        spec.config.lang_ids = [token_id(self._tokenizer, "<|en|>")]
        spec.config.alignment_heads = [(1, head) for head in range(4)]
        spec.register_vocabulary(in_id_order(self._tokenizer))
        return spec


def convert(network: Any, tokenizer: Tokenizer, target: Path) -> None:
    """Write the directory that ``faster_whisper.WhisperModel`` loads."""
    _TrainedNetwork(network, tokenizer).convert(str(target), quantization="int8", force=True)
    tokenizer.save(str(target / "tokenizer.json"), pretty=False)


def main() -> None:
    """Train, converting after every stage so that an early stop leaves a model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=MODEL_DIR)
    parser.add_argument("--weights", type=Path, help="where to keep the unquantised weights")
    parser.add_argument("--resume", type=Path, help="unquantised weights to start from")
    parser.add_argument("--first-stage", type=int, default=0)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.manual_seed(7)
    torch.set_num_threads(1)
    tokenizer = build_tokenizer(SENTENCES)
    network = build_network(tokenizer)
    if options.resume:
        network.load_state_dict(torch.load(options.resume))
    examples = Examples(tokenizer, seed=7 + options.first_stage)
    for stage in STAGES[options.first_stage :]:
        train(network, examples, stage)
        if options.weights:
            torch.save(network.state_dict(), options.weights)
        convert(network, tokenizer, options.output)


if __name__ == "__main__":
    main()
