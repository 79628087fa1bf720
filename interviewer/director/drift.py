"""Talk that leads away: plumbing, derivations, code, papers, grand first versions."""

from __future__ import annotations

import re

INFRASTRUCTURE = re.compile(
    r"\b(shard\w*|replica(?:s|tion)?|load balanc\w+|kubernetes|docker|kafka|postgres\w*|mysql"
    r"|cassandra|dynamo\w*|redis|rest api|grpc|microservices?|message queues?|nginx|zookeeper"
    r"|consistent hashing|database schema|primary keys?|secondary index\w*|partition keys?"
    r"|availability zones?|terraform|sql|nosql|api gateway)\b"
)
MODELLING = re.compile(
    r"\b(model\w*|train\w*|featur\w*|label\w*|predict\w*|rank\w*|embedding\w*|drift|evaluat\w+"
    r"|experiment\w*|metric\w*|loss|classifier|regression|trees|inference|serving)\b"
)
DERIVATION = re.compile(
    r"\b(partial derivative|chain rule|take the gradient of|gradient of the loss"
    r"|gradient of the (?:sigmoid|softmax)|jacobian|hessian|let me derive|derive the|proof"
    r"|lagrangian|differentiate)\b"
)
CODING = re.compile(
    r"\b(def \w+|for loop|import (?:torch|numpy|tensorflow|pandas)|write the code|the code would be"
    r"|pseudo ?code|class \w+ inherits|return statement|list comprehension)\b"
)
PAPERS = re.compile(
    r"\b(novel architecture|i read a paper|in the paper|paper from|published at|neurips|icml"
    r"|arxiv|my thesis|my dissertation)\b"
)
GRAND_FIRST = re.compile(
    r"\b(mixture of experts|multi[- ]?modal|multi[- ]?task|ensemble of|transformer|mmoe"
    r"|graph neural|reinforcement learning|deep (?:neural )?network|foundation model|llm)\b"
)
SIMPLE_FIRST = re.compile(
    r"\b(baseline|logistic regression|linear (?:model|regression)|heuristic\w*|rules?|simple"
    r"|popularity|gradient boost\w*|boosted trees|xgboost|historical (?:average|mean)|start small"
    r"|version one|v1)\b"
)
MODEL_WORDS = re.compile(
    r"\b(two[- ]tower\w*|neural network|transformer|xgboost|gradient boost\w*|boosted trees|lstm"
    r"|bert|collaborative filtering|matrix factori[sz]ation|logistic regression|random forest"
    r"|deep learning|graph neural|embeddings?|fine[- ]?tun\w+|architecture|contrastive|cnn"
    r"|reinforcement learning|mixture of experts)\b"
)


def is_infrastructure(text: str) -> bool:
    """Whether the text is about plumbing more than about the model's life."""
    low = text.lower()
    plumbing = len(INFRASTRUCTURE.findall(low))
    return plumbing >= 2 and plumbing > len(MODELLING.findall(low))


def drifts(text: str) -> str | None:
    """The kind of drift ("derivation", "coding", "papers"), or None."""
    low = text.lower()
    kinds = {"derivation": DERIVATION, "coding": CODING, "papers": PAPERS}
    return next((kind for kind, pattern in kinds.items() if pattern.search(low)), None)


def starts_grand(text: str) -> bool:
    """Whether a complicated first version is proposed with nothing simple before it."""
    low = text.lower()
    return bool(GRAND_FIRST.search(low)) and not SIMPLE_FIRST.search(low)


def names_a_model(text: str) -> bool:
    """Whether the text is about which model to use."""
    return bool(MODEL_WORDS.search(text.lower()))
