"""The double-entry book of goods and money: where it lies, and whom it is promised to. It knows no trade."""
