"""Headings of order lists: the synonyms that the product's files name, wordings of our own, and slips of the pen."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Final

from hypothesis import strategies as st

from duecourse.adapters.orders.lexicon import bare, lexicon

LANGUAGES: Final = ("en", "zh", "de", "es", "fr", "pt")
NAMED: Final = (
    "customer", "order", "total", "amount", "currency", "terms", "confirmed_on", "deliver_on", "promised_on",
    "last_contact_on", "bl_on", "invoice_on", "remarks", "deposit_paid", "balance_paid",
)  # fmt: skip
"""Fields that a sheet may have."""

# What people write beside the synonyms that the files list.
_OWN: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "en": {
        "customer": ("Customer / Buyer", "Name of customer"), "order": ("Our order no.", "S/C No. (ours)", "Order No:"),
        "total": ("Total order value", "Order amount (total)"), "currency": ("Currency:",),
        "terms": ("Agreed payment terms", "Terms of payment (PI)"), "confirmed_on": ("Contract signed on", "Date of confirmation"),
        "deliver_on": ("Agreed delivery date", "Delivery date (latest)"), "promised_on": ("Customer promised to pay on", "Expected date of payment"),
        "last_contact_on": ("Date of last contact", "Last time contacted"), "bl_on": ("Date of bill of lading", "B/L date"),
        "invoice_on": ("Date of invoice",), "remarks": ("General remarks",),
    },
    "zh": {
        "customer": ("客户全称", "买方（客户）"), "order": ("我司合同号", "合同号码"), "total": ("合同总金额", "订单总金额"),
        "currency": ("结算币种",), "terms": ("约定付款方式",), "confirmed_on": ("合同签订日期", "客户确认日期"),
        "deliver_on": ("合同约定交期", "预计交货日期"), "promised_on": ("客户承诺付款时间",), "last_contact_on": ("最近一次跟进日期",),
        "bl_on": ("提单签发日期",), "invoice_on": ("开票时间",), "remarks": ("备注说明",),
    },
    "de": {
        "customer": ("Kunde / Firma",), "order": ("Unsere Auftragsnummer",), "total": ("Auftragswert gesamt", "Auftragswert (netto)"),
        "currency": ("Währung:",), "terms": ("Vereinbarte Zahlungsbedingungen",), "confirmed_on": ("Auftrag bestätigt am", "Vertrag unterschrieben am"),
        "deliver_on": ("Vereinbarter Liefertermin", "Liefertermin (spätestens)"), "promised_on": ("Zahlung zugesagt bis",),
        "last_contact_on": ("Letzter Kontakt am",), "bl_on": ("Konnossement vom",), "invoice_on": ("Rechnungsdatum:",), "remarks": ("Interne Bemerkungen",),
    },
    "es": {
        "customer": ("Nombre del cliente",), "order": ("Número de pedido nuestro",), "total": ("Importe total del pedido",),
        "currency": ("Moneda:",), "terms": ("Condiciones de pago acordadas",), "confirmed_on": ("Fecha de confirmación del pedido",),
        "deliver_on": ("Fecha de entrega prevista",), "promised_on": ("Promesa de pago del cliente",), "last_contact_on": ("Fecha del último contacto",),
        "bl_on": ("Fecha del B/L",), "invoice_on": ("Fecha de la factura",), "remarks": ("Observaciones internas",),
    },
    "fr": {
        "customer": ("Nom du client",), "order": ("N° de notre commande",), "total": ("Montant total de la commande",),
        "currency": ("Devise :",), "terms": ("Conditions de paiement convenues",), "confirmed_on": ("Contrat signé en date du", "Confirmée par le client le"),
        "deliver_on": ("Date de livraison convenue",), "promised_on": ("Promesse de paiement du client",), "last_contact_on": ("Date du dernier contact",),
        "bl_on": ("Date du connaissement",), "invoice_on": ("Date de la facture",), "remarks": ("Remarques internes",),
    },
    "pt": {
        "customer": ("Nome do cliente",), "order": ("Número do pedido",), "total": ("Valor total do pedido",),
        "currency": ("Moeda:",), "terms": ("Condições de pagamento acordadas",), "confirmed_on": ("Data de confirmação do cliente",),
        "deliver_on": ("Data de entrega prevista",), "promised_on": ("Promessa de pagamento do cliente",), "last_contact_on": ("Data do último contacto",),
        "bl_on": ("Data do B/L",), "invoice_on": ("Data da fatura",), "remarks": ("Observações internas",),
    },
}  # fmt: skip
_RECEIPTS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "en": {"deposit_paid": ("Deposit received", "Deposit rec'd on", "Down payment received"), "balance_paid": ("Balance received", "Balance paid on", "Final payment rcvd")},
    "zh": {"deposit_paid": ("定金到账", "预付款收款日期", "定金到账日期"), "balance_paid": ("尾款到账", "余款收到日期", "尾款到账日期")},
    "de": {"deposit_paid": ("Anzahlung eingegangen", "Anzahlung erhalten am"), "balance_paid": ("Restzahlung eingegangen", "Rest erhalten am")},
    "es": {"deposit_paid": ("Anticipo recibido", "Anticipo cobrado el"), "balance_paid": ("Saldo recibido", "Saldo cobrado el")},
    "fr": {"deposit_paid": ("Acompte reçu", "Acompte encaissé le"), "balance_paid": ("Solde reçu", "Solde encaissé le")},
    "pt": {"deposit_paid": ("Sinal recebido", "Sinal recebido em"), "balance_paid": ("Saldo recebido", "Saldo recebido em")},
}  # fmt: skip
GROUPS: Final = {
    "en": (("Deposit", "Amount", "Received on"), ("Balance", "Amount", "Received on")),
    "zh": (("定金", "金额", "到账日期"), ("尾款", "金额", "到账日期")),
    "de": (("Anzahlung", "Betrag", "Eingang"), ("Restzahlung", "Betrag", "Eingang")),
    "es": (("Anticipo", "Importe", "Recibido"), ("Saldo", "Importe", "Recibido")),
    "fr": (("Acompte", "Montant", "Reçu le"), ("Solde", "Montant", "Reçu le")),
    "pt": (("Sinal", "Valor", "Recebido em"), ("Saldo", "Valor", "Recebido em")),
}
"""Deposit and balance as groups: the group, its amount, its receipt."""

EXTRAS: Final = {
    "en": ("Salesperson", "Cost", "Port", "Quantity", "Shelf no. (ours)"),
    "zh": ("业务员", "成本", "起运港", "数量", "内部编码"),
    "de": ("Sachbearbeiter", "Marge", "Hafen", "Menge", "Regalfach"),
    "es": ("Vendedor", "Coste", "Puerto", "Cantidad", "Estante"),
    "fr": ("Vendeur", "Coût", "Port", "Quantité", "Rayonnage"),
    "pt": ("Vendedor", "Custo", "Porto", "Quantidade", "Prateleira"),
}
"""Columns that nobody needs: a name, a figure, a place, a count, and one that nobody knows."""


@lru_cache(maxsize=1)
def _doubly_named() -> frozenset[str]:
    """Headings that two fields claim: 'firma' is a company in German and a signature in Spanish; nothing decides."""
    claims = Counter(
        b for said in lexicon().names.values() for spelt in said.values() for b in {bare(t) for t in spelt}
    )
    fields = {
        b: {f for said in lexicon().names.values() for f, spelt in said.items() if b in {bare(t) for t in spelt}}
        for b, n in claims.items()
        if n > 1
    }
    return frozenset(b for b, f in fields.items() if len(f) > 1)


@lru_cache(maxsize=256)
def spellings(language: str, field: str) -> tuple[str, ...]:
    """Every heading of a field in a language, in our order of plainness."""
    if field in _RECEIPTS[language]:
        return _RECEIPTS[language][field]
    named = [t for t in lexicon().names[language].get(field, []) if bare(t) not in _doubly_named()]
    return tuple(dict.fromkeys([*named, *_OWN[language].get(field, ())]))


def _in_its_script(language: str, field: str) -> list[str]:
    """Without the Chinese headings in Latin letters, such as PI, which nobody could tell from the other language."""
    return [t for t in spellings(language, field) if language != "zh" or not t.isascii()]


@st.composite
def headings(draw: st.DrawFn, language: str, second: str, field: str, *, slips: bool) -> str:
    """A heading of a field, perhaps in two languages, in capitals or with one slip."""
    text = draw(st.sampled_from(_in_its_script(language, field) if second else spellings(language, field)))
    if second:
        other = draw(st.sampled_from(_in_its_script(second, field)))
        return draw(st.sampled_from(("{} {}", "{}/{}", "{}\n{}", "{} / {}", "{}（{}）"))).format(text, other)
    listed = text in lexicon().names[language].get(field, [])  # a slip in any other wording can only be a guess
    text = draw(st.sampled_from((text, text.upper(), text.title(), f" {text} ", f"{text}:")))
    return draw(_slipped(text)) if slips and listed else text


@st.composite
def _slipped(draw: st.DrawFn, text: str) -> str:
    """One letter dropped, doubled or swapped inside a long heading; a slip in a short one may be another word."""
    plain = text.strip()
    if not plain.isascii() or len(bare(plain)) < 10 or "/" in plain or not draw(st.booleans()):
        return text
    at = draw(st.integers(2, len(plain) - 3))
    kind = draw(st.sampled_from(("drop", "double", "swap")))
    if kind == "drop":
        return plain[:at] + plain[at + 1 :]
    if kind == "double":
        return plain[:at] + plain[at] + plain[at:]
    return plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :]
