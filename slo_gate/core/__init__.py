"""The pure core: frozen data and arithmetic. No I/O, no clock, no environment, standard library only."""
