"""Turn one text into findings: routing, rules, precedence, suppressions and fixes."""
