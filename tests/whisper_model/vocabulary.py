"""The tokens of the model: byte-level word pieces, then Whisper's special tokens in its order."""

from collections.abc import Iterable

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers

SPECIAL_TOKENS = (
    "<|endoftext|>",
    "<|startoftranscript|>",
    "<|en|>",
    "<|translate|>",
    "<|transcribe|>",
    "<|startoflm|>",
    "<|startofprev|>",
    "<|nospeech|>",
    "<|notimestamps|>",
)
TIMESTAMPS = tuple(f"<|{0.02 * step:.2f}|>" for step in range(1501))


def build_tokenizer(sentences: Iterable[str]) -> Tokenizer:
    """Learn word pieces from ``sentences``; every byte is a token too, so any text can be coded.

    Fewer than 51,865 tokens in all make CTranslate2 take the model for an English-only one.
    """
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    trainer = trainers.BpeTrainer(vocab_size=700, initial_alphabet=alphabet, show_progress=False)
    # Whisper's text begins with a blank, so that the first word is coded like the others.
    tokenizer.train_from_iterator([f" {sentence}" for sentence in sentences], trainer)
    tokenizer.add_special_tokens([AddedToken(t, special=True) for t in SPECIAL_TOKENS])
    tokenizer.add_special_tokens([AddedToken(t, special=True) for t in TIMESTAMPS])
    return tokenizer


def token_id(tokenizer: Tokenizer, token: str) -> int:
    """Return the id of a token that must exist."""
    found: int | None = tokenizer.token_to_id(token)
    if found is None:
        raise ValueError(f"no such token: {token}")
    return found


def in_id_order(tokenizer: Tokenizer) -> list[str]:
    """Every token at the index that is its id."""
    tokens = tokenizer.get_vocab(with_added_tokens=True)
    ordered = sorted(tokens, key=lambda token: tokens[token])
    if [tokens[token] for token in ordered] != list(range(len(ordered))):
        raise ValueError("the ids of the vocabulary have gaps")
    return ordered
