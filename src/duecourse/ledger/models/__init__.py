"""Tables of the ledger; see `docs/ledger.md` for the picture."""

from duecourse.ledger.models.audit import AuditEntry
from duecourse.ledger.models.base import Event, Owned, UnchangeableError
from duecourse.ledger.models.customers import Contact, Customer, CustomerHoliday, Material, Product
from duecourse.ledger.models.events import (
    Approval,
    CheckStep,
    CreditStep,
    Fix,
    Hold,
    Inbound,
    OrderStep,
    Payment,
    PriceTalk,
    Promise,
    StandingAnswer,
    Touch,
)
from duecourse.ledger.models.orders import Confirmation, Milestone, Order
from duecourse.ledger.models.shelf import Asset, AssetSend, StoredFile
from duecourse.ledger.models.verdicts import Message, PlanRun, Standing, Task, Verdict
from duecourse.ledger.models.workspace import (
    ClosedDay,
    Closure,
    ImportRun,
    Invitation,
    Membership,
    PolicyVersion,
    User,
    Workspace,
)

__all__ = [
    "Approval",
    "Asset",
    "AssetSend",
    "AuditEntry",
    "CheckStep",
    "ClosedDay",
    "Closure",
    "Confirmation",
    "Contact",
    "CreditStep",
    "Customer",
    "CustomerHoliday",
    "Event",
    "Fix",
    "Hold",
    "ImportRun",
    "Inbound",
    "Invitation",
    "Material",
    "Membership",
    "Message",
    "Milestone",
    "Order",
    "OrderStep",
    "Owned",
    "Payment",
    "PlanRun",
    "PolicyVersion",
    "PriceTalk",
    "Product",
    "Promise",
    "Standing",
    "StandingAnswer",
    "StoredFile",
    "Task",
    "Touch",
    "UnchangeableError",
    "User",
    "Verdict",
    "Workspace",
]
