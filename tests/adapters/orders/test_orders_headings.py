"""What headings mean in six languages, alone, in two rows and in two languages at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from orderfiles import fill, single, write_csv, write_xlsx

from duecourse.adapters.orders.headings import NOTHING, field_named, meanings

HEADINGS: dict[str, dict[str, str]] = {
    "en": {
        "Buyer": "customer", "Cust. name": "customer", "Customer:": "customer", "Destination": "country",
        "S/C No.": "order", "PI NO": "order", "Our ref.": "order", "Contract No": "order", "INV #": "invoice",
        "Goods": "product", "Q'ty": "quantity", "Unit price (USD)": "unit_price", "Total value": "total",
        "Order Value, USD": "total", "Outstanding": "outstanding", "Balance due": "outstanding", "CCY": "currency",
        "Payment terms": "terms", "Terms of Payment": "terms", "SC signed": "confirmed_on", "Confirmed on": "confirmed_on",
        "PO date": "ordered_on", "Inv. date": "invoice_on", "Due date": "due_on", "Delivery (agreed)": "deliver_on",
        "ETD": "deliver_on", "Ex-factory date": "deliver_on", "Shipped on": "delivered_on", "B/L date": "bl_on", "ETA": "eta_on",
        "Promised to pay on": "promised_on", "Says will pay": "promised_on", "Last chased": "last_contact_on",
        "Date of last reminder": "last_contact_on", "Next follow-up": "next_follow_up_on", "Follow-up log": "log",
        "Remarks": "remarks", "Status": "status", "To do (ours)": "our_fix", "L/C No.": "lc_no", "LC issued": "lc_issued_on",
        "L/C expiry": "lc_expiry_on", "Latest shipment": "lc_latest_on", "Deposit": "deposit_amount",
        "Deposit rec'd on": "deposit_paid", "Dep. paid": "deposit_paid", "Down payment received": "deposit_paid",
        "Balance amount": "balance_amount", "Balance rec'd": "balance_paid", "Contact": NOTHING, "Deposit %": NOTHING, "Sales rep": NOTHING,
    },
    "zh": {
        "客户名称": "customer", "客户": "customer", "买方": "customer", "国别": "country", "合同号": "order", "订单编号": "order",
        "PI号": "order", "发票号码": "invoice", "品名": "product", "订单数量": "quantity", "单价（美元）": "unit_price",
        "合同总额": "total", "总金额(USD)": "total", "未收金额": "outstanding", "币别": "currency", "付款条件": "terms",
        "结算方式": "terms", "签约日期": "confirmed_on", "回签日期": "confirmed_on", "下单日期": "ordered_on", "开票日期": "invoice_on",
        "到期日": "due_on", "交货期": "deliver_on", "客户要求交期": "deliver_on", "实际出货日期": "delivered_on", "提单日": "bl_on",
        "预计到港": "eta_on", "客户承诺付款日": "promised_on", "预计付款日期": "promised_on", "最近联系": "last_contact_on",
        "上次跟进日期": "last_contact_on", "下次跟进": "next_follow_up_on", "跟进记录": "log", "备注": "remarks", "状态": "status",
        "信用证号": "lc_no", "开证日期": "lc_issued_on", "最迟装运期": "lc_latest_on", "信用证有效期": "lc_expiry_on",
        "定金": "deposit_amount", "定金金额": "deposit_amount", "定金到账": "deposit_paid", "预付款到账日期": "deposit_paid",
        "尾款": "balance_amount", "尾款收款日": "balance_paid", "业务员": NOTHING, "序号": NOTHING, "我方待办": "our_fix",
    },
    "de": {
        "Kunde": "customer", "Besteller": "customer", "Lieferland": "country", "Auftrag Nr.": "order", "AB-Nr.": "order",
        "Vertragsnr.": "order", "Rechnungsnummer": "invoice", "Artikel": "product", "Stückzahl": "quantity", "Einzelpreis": "unit_price",
        "Auftragswert": "total", "Gesamtbetrag (EUR)": "total", "Offener Betrag": "outstanding", "Währung": "currency",
        "WAEHRUNG": "currency", "Zahlungsbedingungen": "terms", "Zahlungsziel": "terms", "Auftragsbestätigung vom": "confirmed_on",
        "bestätigt am": "confirmed_on", "Bestelldatum": "ordered_on", "Rechnung vom": "invoice_on", "fällig am": "due_on",
        "Liefertermin": "deliver_on", "Versand am": "deliver_on", "geliefert am": "delivered_on", "Ankunft": "eta_on",
        "Zahlung zugesagt für": "promised_on", "Zusage": "promised_on", "letzter Kontakt": "last_contact_on",
        "zuletzt kontaktiert": "last_contact_on", "Wiedervorlage": "next_follow_up_on", "letzte Antwort": "last_reply_on",
        "Verlauf": "log", "Bemerkungen": "remarks", "Stand": "status", "Akkreditiv-Nr.": "lc_no", "Anzahlung": "deposit_amount",
        "Anzahlung eingegangen": "deposit_paid", "Anzahlung erhalten am": "deposit_paid", "Restzahlung": "balance_amount",
        "Rest bezahlt am": "balance_paid", "Sachbearbeiter": NOTHING, "lfd. Nr.": NOTHING,
    },
    "es": {
        "Cliente": "customer", "Razón social": "customer", "País": "country", "N.º de pedido": "order", "Contrato": "order",
        "Nº factura": "invoice", "Producto": "product", "Cantidad": "quantity", "Precio unitario": "unit_price",
        "Importe total": "total", "Valor del pedido": "total", "Saldo pendiente": "outstanding", "Divisa": "currency", "MONEDA": "currency",
        "Condiciones de pago": "terms", "Forma de pago": "terms", "Fecha de confirmación": "confirmed_on", "Firmado el": "confirmed_on",
        "Fecha del pedido": "ordered_on", "Fecha factura": "invoice_on", "Vencimiento": "due_on", "Fecha de entrega": "deliver_on",
        "Embarque": "deliver_on", "Entregado el": "delivered_on", "Llegada": "eta_on", "Promesa de pago": "promised_on",
        "Pagará el": "promised_on", "Último contacto": "last_contact_on", "Ultimo contacto": "last_contact_on",
        "Próximo contacto": "next_follow_up_on", "Seguimiento": "log", "Observaciones": "remarks", "Estado": "status",
        "Anticipo": "deposit_amount", "Anticipo recibido": "deposit_paid", "Fecha anticipo": "deposit_paid", "Saldo": "balance_amount",
        "Saldo cobrado el": "balance_paid", "Comercial": NOTHING,
    },
    "fr": {
        "Client": "customer", "Raison sociale": "customer", "Pays de destination": "country", "N° de commande": "order",
        "N° contrat": "order", "N° facture": "invoice", "Désignation": "product", "Quantité": "quantity", "Prix unitaire": "unit_price",
        "Montant total": "total", "Montant de la commande": "total", "Reste à payer": "outstanding", "Devise": "currency",
        "Conditions de paiement": "terms", "Mode de règlement": "terms", "Confirmé le": "confirmed_on", "Date de signature": "confirmed_on",
        "Date de commande": "ordered_on", "Date de facture": "invoice_on", "Échéance": "due_on", "Date d'échéance": "due_on",
        "Date de livraison": "deliver_on", "Livraison prévue": "deliver_on", "Livré le": "delivered_on", "Arrivée": "eta_on",
        "Promesse de paiement": "promised_on", "Règlement annoncé": "promised_on", "Dernière relance": "last_contact_on",
        "Dernier contact": "last_contact_on", "Prochaine relance": "next_follow_up_on", "Suivi": "log", "Remarques": "remarks",
        "Statut": "status", "Acompte": "deposit_amount", "Acompte reçu le": "deposit_paid", "Solde": "balance_amount",
        "Solde encaissé": "balance_paid", "Commercial": NOTHING,
    },
    "pt": {
        "Cliente": "customer", "Importador": "customer", "País": "country", "Encomenda": "order", "N.º da encomenda": "order",
        "Nº fatura": "invoice", "Mercadoria": "product", "Qtd.": "quantity", "Preço unitário": "unit_price", "Valor total": "total",
        "Valor da encomenda": "total", "Em aberto": "outstanding", "Moeda": "currency", "Condições de pagamento": "terms",
        "Forma de pagamento": "terms", "Confirmado em": "confirmed_on", "Data de assinatura": "confirmed_on", "Data do pedido": "ordered_on",
        "Data da fatura": "invoice_on", "Vencimento": "due_on", "Data de entrega": "deliver_on", "Previsão de entrega": "deliver_on",
        "Entregue em": "delivered_on", "Chegada": "eta_on", "Promessa de pagamento": "promised_on", "Prometido para": "promised_on",
        "Último contato": "last_contact_on", "Último contacto": "last_contact_on", "Próximo contacto": "next_follow_up_on",
        "Histórico": "log", "Observações": "remarks", "Situação": "status", "Sinal": "deposit_amount", "Sinal recebido em": "deposit_paid",
        "Adiantamento": "deposit_amount", "Saldo": "balance_amount", "Saldo recebido": "balance_paid", "Vendedor": NOTHING,
    },
}  # fmt: skip


@pytest.mark.parametrize(("text", "field"), [h for table in HEADINGS.values() for h in table.items()])
def test_a_heading_means_one_field(text: str, field: str) -> None:
    assert [m.field for m in meanings(text)[:1]] == [field]


@pytest.mark.parametrize(("text", "field"), [("交期 Delivery", "deliver_on"), ("Customer\n客户", "customer"),
    ("总金额 Total", "total"), ("Total (合同金额)", "total"), ("定金到账 / Deposit received", "deposit_paid"),
    ("Kunde / Customer", "customer"), ("付款方式 Payment terms", "terms"), ("Moneda / Currency", "currency")])  # fmt: skip
def test_a_heading_in_two_languages(text: str, field: str) -> None:
    assert meanings(text)[0].field == field


@pytest.mark.parametrize("text", ["Kesselwagen", "Zimmer", "批次", "x", "2026", "%", "colonne", "Fax room"])
def test_a_heading_that_says_nothing_means_nothing(text: str) -> None:
    assert meanings(text) == ()


@pytest.mark.parametrize(("text", "field"), [("Custommer name", "customer"), ("Payment trems", "terms"),
    ("Liefertermn", "deliver_on"), ("Currancy", "currency")])  # fmt: skip
def test_a_slip_of_the_pen_is_read_with_less_trust(text: str, field: str) -> None:
    assert meanings(text)[0].field == field
    assert meanings(text)[0].score < 95


@pytest.mark.parametrize(("text", "field"), [("Says payment", "promised_on"), ("Committed to paying", "promised_on"),
    ("Said payment on", "promised_on"), ("How they are paying", "terms")])  # fmt: skip
def test_a_short_word_with_a_star_begins_longer_ones(text: str, field: str) -> None:
    assert meanings(text)[0].field == field


@pytest.mark.parametrize("text", ["Pigment no", "Polish no", "Lcd display no"])
def test_a_short_word_without_a_star_is_a_whole_word(text: str) -> None:
    assert not {m.field for m in meanings(text)} & {"order", "lc_no"}


def test_a_field_is_named_by_its_heading_in_any_language() -> None:
    assert [field_named(t) for t in ("客户", "Liefertermin", "deliver_on", "nonsense")] == [
        "customer", "deliver_on", "deliver_on", "",
    ]  # fmt: skip


# ---------------------------------------------------------------- two rows, and what stands in the column
GROUPED = (
    ("Order", None, None, "Deposit", None, "Balance", None, None),
    ("No.", "Customer", "Terms", "Amount", "Received on", "Amount", "Received on", "Remarks"),
    ("SC-1", "Ana", "30/70", "USD 300", "2026-10-02", "USD 700", "", "blue"),
)


def grouped_fields(path: Path) -> dict[str, str]:
    orders = single(path)
    assert orders.layout.row == 2
    return {c.heading: c.field.name for c in orders.layout.columns}


def test_a_row_of_groups_above_the_header(tmp_path: Path) -> None:
    expected = {
        "Deposit Amount": "deposit_amount", "Deposit Received on": "deposit_paid", "Balance Amount": "balance_amount",
        "Balance Received on": "balance_paid", "Order No.": "order", "Customer": "customer", "Terms": "terms",
        "Remarks": "remarks",
    }  # fmt: skip
    assert grouped_fields(write_csv(tmp_path / "a.csv", *GROUPED)) == expected


def test_merged_groups_end_where_they_end(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        fill(book, "orders", GROUPED)
        page = book.get_worksheet_by_name("orders")
        page.merge_range("D1:E1", "Deposit")
        page.merge_range("F1:G1", "Balance")
    fields = grouped_fields(tmp_path / "a.xlsx")
    assert (fields["Remarks"], fields["Balance Amount"]) == ("remarks", "balance_amount")


def test_what_stands_in_a_column_decides_between_two_meanings(tmp_path: Path) -> None:
    head = ("customer", "order", "payment", "deposit", "delivery")
    kinds = [("A", i, "deposit", 100, "2026-03-31") for i in range(4)]
    words = [("A", i, "30% deposit, 70% before shipment", "2026-03-31", "2026-04-30") for i in range(4)]
    fields = [
        [c.field.name for c in single(write_xlsx(tmp_path / "a.xlsx", head, *rows)).layout.columns]
        for rows in (kinds, words)
    ]
    assert fields[0] == ["customer", "order", "payment", "deposit_amount", "deliver_on"]
    assert fields[1] == ["customer", "order", "terms", "deposit_paid", "deliver_on"]


def test_a_column_of_something_else_is_not_read(tmp_path: Path) -> None:
    rows = [("A", i, "by sea", "2026-03-31") for i in range(4)]
    orders = single(write_csv(tmp_path / "a.csv", ("customer", "order", "amount", "delivery"), *rows))
    assert (orders.refused, [i.column for i in orders.ignored]) == ((), ["amount"])


def test_large_round_amounts_are_no_days(tmp_path: Path) -> None:
    rows = [("A", i, text, "JPY") for i, text in enumerate(("12000000", "20000000", "20269999"))]
    orders = single(write_csv(tmp_path / "a.csv", ("customer", "order", "amount", "currency"), *rows))
    assert [m["amount_minor"] for m in orders.rows["milestones"]] == [12000000, 20000000, 20269999]


def test_few_cells_overrule_no_heading(tmp_path: Path) -> None:
    orders = single(write_csv(tmp_path / "a.csv", ("customer", "order", "amount"), ("A", 1, "2026-03-31")))
    assert [(r.row, r.column) for r in orders.refused] == [(2, "amount")]


def test_the_signature_is_the_same_for_files_of_one_make(tmp_path: Path) -> None:
    one = single(write_csv(tmp_path / "a.csv", ("Customer", "Order No.", "Delivery", "Zone"), ("A", 1, "", "")))
    other = single(write_csv(tmp_path / "b.csv", ("zone", "CUSTOMER", "order no", "delivery"), ("", "B", 2, "")))
    assert one.layout.signature == other.layout.signature == "customer|delivery|orderno|zone"


# ---------------------------------------------------------------- two columns that mean the same
@pytest.mark.parametrize(("better", "other", "field"), [("PI No", "PO No", "order"), ("Order", "PO No", "order"),
    ("Delivery", "ETD", "deliver_on"), ("Customer", "Consignee", "customer"), ("合同号", "PO号", "order"),
    ("Pedido", "Orden de compra", "order"), ("Commande", "Bon de commande", "order")])  # fmt: skip
def test_of_two_columns_that_mean_the_same_the_better_heading_is_read(
    tmp_path: Path, better: str, other: str, field: str
) -> None:
    usual = {"Customer": "A", "Order": "S-1", "Delivery": "2026-12-01", "Terms": "30/70"}
    rest = {name: held for name, held in usual.items() if meanings(name)[0].field != field}
    for first, second in ((better, other), (other, better)):
        head = {first: "2026-12-01" if field == "deliver_on" else "S-1", second: "2026-12-01", **rest}
        head[second] = head[first]
        orders = single(write_csv(tmp_path / "a.csv", tuple(head), tuple(head.values())))
        assert orders.layout.headings[field] == better
        (ignored,) = orders.ignored
        assert (ignored.line(), ignored.known) == (f"Column '{other}' was not read: '{better}' says the same.", False)


def test_a_column_that_holds_something_is_better_than_an_empty_one(tmp_path: Path) -> None:
    rows = [("A", i, "", "2026-12-01") for i in range(4)]
    orders = single(write_csv(tmp_path / "a.csv", ("Customer", "Order", "Delivery", "ETD"), *rows))
    assert orders.layout.headings["deliver_on"] == "ETD"


def test_a_second_day_of_delivery_is_no_actual_delivery(tmp_path: Path) -> None:
    row = ("A", "S-1", "2026-11-01", "2026-11-02")
    orders = single(write_csv(tmp_path / "a.csv", ("Customer", "Order", "Delivery", "ETD"), row))
    assert "delivered_on" not in orders.layout.fields


def test_a_column_of_orders_that_holds_words_is_the_product(tmp_path: Path) -> None:
    rows = [("A", text, f"S-{i}", "2026-12-01") for i, text in enumerate(("50 x T-shirt", "60 shirts blue", "caps"))]
    orders = single(write_csv(tmp_path / "a.csv", ("Customer", "Order", "Order No", "Delivery"), *rows))
    assert (orders.layout.headings["order"], orders.layout.headings["product"]) == ("Order No", "Order")


DEPOSITS = ("Customer", "Order", "Amount", "Terms", "Deposit received", "Deposit paid on")


def test_two_days_on_which_a_deposit_came_are_a_doubt_of_their_row_alone(tmp_path: Path) -> None:
    came = [
        ("2026-10-01", "2026-10-02"),
        ("2026-10-03", "2026-10-03"),
        ("2026-10-04", ""),
        ("", "2026-10-05"),
        ("", ""),
    ]
    rows = [(f"C{i}", f"S-{i}", "USD 100", "30/70", *two) for i, two in enumerate(came)]
    orders = single(write_csv(tmp_path / "a.csv", DEPOSITS, *rows))
    read = [(e.paid, e.paid_on) for e in orders.entries.values() if e.payment == "deposit"]
    third, fourth, fifth = date(2026, 10, 3), date(2026, 10, 4), date(2026, 10, 5)
    assert read == [(False, None), (True, third), (True, fourth), (True, fifth), (False, None)]
    assert [(d.row, d.name, d.holding) for d in orders.doubts] == [(2, "deposit_paid", True)]


def test_yes_in_one_column_and_the_day_in_the_other_are_read_together(tmp_path: Path) -> None:
    came = (("yes", "2026-10-01"), ("yes", ""), ("", "2026-10-02"), ("no", ""), ("slip sent", ""))
    rows = [(f"C{i}", f"S-{i}", "USD 100", "30/70", *two) for i, two in enumerate(came)]
    orders = single(write_csv(tmp_path / "a.csv", DEPOSITS, *rows))
    read = [(e.paid, e.paid_on) for e in orders.entries.values() if e.payment == "deposit"]
    first, third = date(2026, 10, 1), date(2026, 10, 2)
    assert read == [(True, first), (True, None), (True, third), (False, None), (False, None)]
    assert [(d.column, d.holds) for d in orders.doubts] == [("Deposit received", "slip sent")]


TABLE = [
    (heading.strip(), field)
    for line in Path(__file__).with_name("headings.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
    for field, _, headings in [line.partition(": ")]
    for heading in headings.split("|")
]


def test_headings_that_people_use_mean_their_field_first() -> None:
    assert len(TABLE) > 1000
    assert [(h, f, m) for h, f in TABLE if not (m := [x.field for x in meanings(h)]) or m[0] != f] == []


@pytest.mark.parametrize(
    "heading", ["Zahlt am 1.", "Zahlen am", "Payed by whom", "Rule received", "未到帐", "Chargé le"]
)
def test_money_that_came_is_not_guessed_from_a_heading_that_is_only_alike(heading: str) -> None:
    assert not {m.field for m in meanings(heading)} & {"paid_on", "paid_got"}


def test_a_word_of_two_languages_means_what_the_cells_hold(tmp_path: Path) -> None:
    head = ("Cliente", "Pedido", "Valor", "Moeda", "Condições de pagamento", "Pago")
    rows = [(f"Ana {n}", f"P-{n}", "1000", "EUR", "30 dias", f"0{n + 1}/10/2026") for n in range(4)]
    orders = single(write_csv(tmp_path / "a.csv", head, *rows))
    assert all(e.paid for e in orders.entries.values())


def test_the_customers_own_number_is_not_the_order_if_there_is_one_of_ours(tmp_path: Path) -> None:
    head = ("Cust. PO no", "SO Number", "Customer", "Value", "Terms")
    rows = [(f"88{n}", f"S-{n}", "Ana", "USD 100", "net 30") for n in range(3)]
    orders = single(write_csv(tmp_path / "a.csv", head, *rows))
    assert [e.order for e in orders.entries.values()] == ["S-0", "S-1", "S-2"]


def test_a_group_is_named_only_where_the_heading_needs_it(tmp_path: Path) -> None:
    rows = (
        ("Order", None, "Money", None, None),
        ("No.", "Customer", "Order value", "Deposit", "Terms"),
        ("S-1", "Ana", "USD 1OO", "", "30/70"),
    )
    (refusal,) = single(write_csv(tmp_path / "a.csv", *rows)).refused
    assert refusal.column == "Order value"


@pytest.mark.parametrize("heading", ["Auftrag SC号", "Order SC号", "合同号 PI No."])
def test_two_languages_side_by_side_are_parted_between_words(heading: str) -> None:
    assert meanings(heading)[0].field == "order"
