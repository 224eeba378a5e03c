"""One text to findings: routing, rules, precedence, suppressions and fixing."""
