"""The domain: kinds of documents, pools, flavors, placeholders and requests."""
