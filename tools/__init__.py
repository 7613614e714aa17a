"""What the repository needs beside the program: checks, translations, assets, benches, the tests' own parts."""
