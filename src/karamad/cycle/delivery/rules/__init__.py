"""Laws of delivery: who may sit where, what attendance comes to, who has completed."""
