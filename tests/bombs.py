"""Small YAML texts that grow exponentially when aliases are expanded."""

from __future__ import annotations


def laughs(depth: int = 9, width: int = 9) -> str:
    """Return the "billion laughs": each list holds the previous one ``width`` times."""
    first = "a0: &a0 [" + ",".join(["lol"] * width) + "]\n"
    return first + "".join(
        f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * width)}]\n" for n in range(1, depth)
    )


def merge_bomb(depth: int) -> str:
    """Return mappings that each merge the previous one twice."""
    return "m0: &m0 {k: v}\n" + "".join(
        f"m{n}: &m{n} {{<<: [*m{n - 1}, *m{n - 1}]}}\n" for n in range(1, depth)
    )


def merge_chain(length: int) -> str:
    """Return mappings that each merge the previous one and add a key."""
    return "m0: &m0 {k0: v}\n" + "".join(
        f"m{n}: &m{n} {{<<: *m{n - 1}, k{n}: v}}\n" for n in range(1, length)
    )
