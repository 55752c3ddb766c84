"""What is done with verdicts; the public verbs of each module are its own."""
