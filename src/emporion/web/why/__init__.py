"""Why is it so? One drawer for each figure and name: who, when, from what to what, and the element that said it."""
