"""Parts of the test bench: databases, hashers, a browser, a served house."""
