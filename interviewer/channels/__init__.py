"""Channels carry the two voices: microphone and speaker, a terminal, a rehearsal."""
