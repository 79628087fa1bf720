"""Sound: devices, voice activity, turn ends, speech-to-text and text-to-speech."""
