"""The living style page: every part once, from the same partials that the pages use."""
