"""Web addresses of files of the commit that a CI service works on."""

# No postponed annotations: named tuples compile each of them at import.
import os
import re
from collections.abc import Mapping
from typing import NamedTuple

# An address that may stand between parentheses in Markdown.
_ADDRESS = r"https?://[\w.:/~%-]+"
# The signs in addresses, without parentheses and brackets: they would end a link.
_SIGNS = ":?#@!$&'*+,;=%"


class Web(NamedTuple):
    """Where a CI service shows files, and whether GitHub shows the report.

    ``files`` is the address of the root of the commit, "" if it is not known.
    ``alerts`` is set if GitHub turns ``> [!WARNING]`` into a colored box.
    """

    files: str = ""
    alerts: bool = False

    def address(self, file: str, line: int | None = None) -> str:
        """Return the address of a line of a file, or "" if it is not known.

        ``file`` is relative to the root of the repository, as ``Style.path`` returns
        it. There is no address for other files and for standard input.
        """
        name = os.path.normpath(file)
        outside = os.path.isabs(name) or name.split(os.sep)[0] == os.pardir
        if not self.files or outside or name.startswith("<"):
            return ""
        anchor = f"#L{line}" if line else ""
        return f"{self.files}/{percent_encoded(name)}{anchor}"


def web_of(environment: Mapping[str, str]) -> Web:
    """Return the addresses for the environment variables of a CI service.

    GitHub Actions sets GITHUB_SERVER_URL, GITHUB_REPOSITORY and GITHUB_SHA. GitLab
    sets CI_PROJECT_URL and CI_COMMIT_SHA. Other values than addresses are ignored.
    """
    get = environment.get
    github = (get("GITHUB_SERVER_URL"), get("GITHUB_REPOSITORY"), get("GITHUB_SHA"))
    gitlab = (get("CI_PROJECT_URL"), get("CI_COMMIT_SHA"))
    addresses = [
        "{}/{}/blob/{}".format(*github) if all(github) else "",
        "{}/-/blob/{}".format(*gitlab) if all(gitlab) else "",
    ]
    known = (one for one in addresses if re.fullmatch(_ADDRESS, one, re.ASCII))
    return Web(next(known, ""), alerts=get("GITHUB_ACTIONS") == "true")


def encoded_address(address: str) -> str:
    """Return an address without the characters that an address cannot contain."""
    return percent_encoded(address, keep=_SIGNS)


def percent_encoded(text: str, keep: str = "") -> str:
    """Return a text as a part of an address, in ASCII.

    Letters, digits, ``.~/_-`` and the characters in ``keep`` stay as they are.
    """
    other = rf"[^\w.~/{re.escape(keep)}-]".encode()
    name = text.encode("utf-8", "backslashreplace")
    return re.sub(other, lambda byte: b"%%%02X" % byte[0][0], name).decode()
