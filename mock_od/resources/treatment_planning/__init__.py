"""What saving and signing a treatment plan takes: too long for the page, and of no use outside it."""
