"""The five minutes of a demonstration: things to try, and the people to sign in as. A house of its own has none."""
