"""How somebody gets on from interview to interview: read from the sessions, shown over time."""
