"""A draft as a mail file: mail programs open it as a message that has not been sent.

`X-Unsent: 1` makes Outlook (and Apple Mail) open the file in its editor; Thunderbird shows it, and "Edit as New
Message" opens it there. Nothing is sent by this.
"""

from __future__ import annotations

import re
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from duecourse.errors import DuecourseError
from duecourse.words.draft import Draft
from duecourse.words.locked import clean

_ADDRESS: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_UNSAFE: Final = re.compile(r"[^\w .()-]+")
_NAME_MAX: Final = 80


def eml(draft: Draft) -> bytes:
    """The mail as bytes: RFC 5322 with CRLF, UTF-8, one plain text part; To only where an address is known.

    Raises:
        DuecourseError: The address of the contact is none.
    """
    mail = EmailMessage(policy=SMTP)
    if draft.to.email:
        mail["To"] = _address(draft)
    mail["Subject"] = draft.said.subject
    mail["X-Unsent"] = "1"
    mail.set_content(draft.said.text + "\n", subtype="plain", charset="utf-8", cte="quoted-printable")
    mail["Content-Language"] = draft.said.language  # after the content, which clears such headers
    return mail.as_bytes()


def _address(draft: Draft) -> Address:
    address, name = draft.to.email.strip(), " ".join(draft.to.name.split())
    try:
        if _ADDRESS.fullmatch(address):
            return Address(display_name="".join(c for c in name if c.isprintable()), addr_spec=address)
    except (ValueError, MessageError):  # the standard knows more that is none: a dot at the end, an encoded word
        pass
    fix = "Correct it in the sheet of contacts and run again."
    raise DuecourseError(f"'{clean(address)}' is no mail address", where=", ".join(map(clean, draft.orders)), fix=fix)


def file_name(number: int, customer: str, draft: Draft) -> str:
    """01 Regenwerk GmbH SC-301.eml: sorted as the list is, safe on every file system."""
    name = _UNSAFE.sub(" ", f"{customer} {draft.orders[0]}")
    return f"{number:02d} {' '.join(name.split())[:_NAME_MAX].strip(' .')}.eml"
