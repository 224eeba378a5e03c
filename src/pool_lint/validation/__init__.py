"""The schemas: which keywords a document fails, and what they know of fields."""
