"""Order lists in Spanish, Portuguese and German: commas for decimals, semicolons between cells, an old workbook."""

from __future__ import annotations

from pathlib import Path

from writing import Sheet, write_answer, write_text, write_xls

# ---------------------------------------------------------------- ceramics: Spanish, currency in the title, dates in words
CERAMICS = """
Alfarería Monteluz S.Coop. - Cartera de pedidos de exportación
Actualizado: 20 de noviembre de 2026. Importes en euros (EUR) si no se indica otra divisa

Nº pedido | Comprador | País | Artículo | Uds. | Valor del pedido | Divisa | Forma de pago | Señal | Señal cobrada | Resto | Resto cobrado | Fecha factura | Contrato firmado | Entrega prevista | Compromiso de pago | Último contacto | Notas
M-1187/26 | Lindgren Keramik AB | Suecia | Macetas esmaltadas | 800 | 12.480,00 | EUR | 30% señal a la firma, 70% antes del embarque | 3.744,00 | 02/10/2026 | 8.736,00 | | | 21 de septiembre de 2026 | 11 de diciembre de 2026 | | 12-nov-26 | fotos de producción enviadas
M-1190/26 | | Suecia | Platos hondos | 1.150 | 5.960,50 | | ídem | 1.788,15 | | 4.172,35 | | | 5 de octubre de 2026 | 15 de enero de 2027 | 27/11/2026 | 16-nov-26 |
M-1193/26 | Hearthstone Tableware Inc. | EE. UU. | Vajilla 16 pzas. | 900 | USD 28.900,00 | | Carta de crédito irrevocable a la vista | | | | | | 30 de septiembre de 2026 | 29 de enero de 2027 | | 17-nov-26 | el banco emisor revisa el borrador
M-1194/26 | Atelier Gardanne | Francia | Azucareros | 420 | 7.315,00 | EUR | 40% anticipo, 60% contra copia del conocimiento de embarque (B/L) | 2.926,00 | sí | 4.389,00 | | | 24 de septiembre de 2026 | 4 de diciembre de 2026 | | 06-nov-26 |
M-1196/26 | Royale Porcelain Trading LLC | EAU | Jarrones 60 cm | 310 | 41.250,00 | AED | 100% antes de la carga | | | 41.250,00 | | | 6 de octubre de 2026 | 22 de enero de 2027 | por confirmar | 10-nov-26 |
Subtotal 3T | | | | 3.580 | | | | | | | | | | | | |
M-1201/26 | Kogetsu Utsuwa Ten | Japón | Cuencos raku | 600 | 1.860.000 | JPY | 50% señal, 50% antes del embarque | 930.000 | OK | 930.000 | | | 13/10/2026 | 05/02/2027 | | |
M-1204/26 | Gartenhof Wiesner OHG | Alemania | Macetas 30 cm | 700 | 9.870,00 | EUR | 60 días fecha factura | | | | | 06/11/2026 | 10/09/2026 | 05/11/2026 | | 09-nov-26 |
M-1205/26 | Northgate Pottery Supplies | Reino Unido | Engobe blanco | 214 | £ 6.420,00 | | 30% señal, 70% antes del embarque | 1.926,00 | parcial: 900,00 de 1.926,00 | 4.494,00 | | | 15/10/2026 | 8 de enero de 2027 | 4 de diciembre de 2026 | 18-nov-26 |
M-1208/26 | Oliveira & Sá Decoração Lda | Portugal | Azulejo 15x15 | 2.500 | 3.275,00 | EUR | Documentos contra pago (D/P a la vista) | | | | | | 19/10/2026 | 18 de diciembre de 2026 | | |
M-1210/26 | Maison Thébault | Francia | Fuentes de horno | 1.020 | 15.640,00 | EUR | 30% señal, 40% antes del embarque, 30% a 30 días fecha factura | 4.692,00 | justificante enviado | | | | 26/10/2026 | 12 de febrero de 2027 | | | 11/11 piden muestra de esmalte; 18/11 dicen que la transferencia ha salido, el banco sin abono
M-1213/26 | Keramos Thessaloniki A.E. | Grecia | Ánforas | 95 | 4.180,00 | EUR | 20% anticipo, 80% carta de crédito a la vista | 836,00 | 05/11/2026 | | | | 28/10/2026 | 26 de febrero de 2027 | | 05-nov-26 |
TOTAL | | | | 8.709 | | | | | | | | | | | | |

Los pedidos cerrados están en otra hoja.
"""
CERAMICS_ANSWER = """
5 | M-1187/26 | Lindgren Keramik AB | EUR | D 3744.00 paid=2026-10-02 due=?; S 8736.00 | deliver=2026-12-11 confirmed=2026-09-21 contact=2026-11-12
6 | M-1190/26 | Lindgren Keramik AB | EUR | D 1788.15 due=?; S 4172.35 | deliver=2027-01-15 confirmed=2026-10-05 promised=2026-11-27 contact=2026-11-16
7 | M-1193/26 | Hearthstone Tableware Inc. | USD | L 28900.00 | deliver=2027-01-29 confirmed=2026-09-30 contact=2026-11-17
8 | M-1194/26 | Atelier Gardanne | EUR | D 2926.00 paid; B 4389.00 | deliver=2026-12-04 confirmed=2026-09-24 contact=2026-11-06
9 | M-1196/26 | Royale Porcelain Trading LLC | AED | S 41250.00 | deliver=2027-01-22 confirmed=2026-10-06 contact=2026-11-10
11 | M-1201/26 | Kogetsu Utsuwa Ten | JPY | D 930000 paid; S 930000 | deliver=2027-02-05 confirmed=2026-10-13
12 | M-1204/26 | Gartenhof Wiesner OHG | EUR | O 9870.00 due=2027-01-05 | deliver=2026-11-05 confirmed=2026-09-10 contact=2026-11-09
13 | M-1205/26 | Northgate Pottery Supplies | GBP | D 1926.00; S 4494.00 | deliver=2027-01-08 confirmed=2026-10-15 promised=2026-12-04 contact=2026-11-18
14 | M-1208/26 | Oliveira & Sá Decoração Lda | EUR | B 3275.00 | deliver=2026-12-18 confirmed=2026-10-19
15 | M-1210/26 | Maison Thébault | EUR | D 4692.00; S 6256.00; O 4692.00 | deliver=2027-02-12 confirmed=2026-10-26 contact=2026-11-18*
16 | M-1213/26 | Keramos Thessaloniki A.E. | EUR | D 836.00 paid=2026-11-05; L 3344.00 | deliver=2027-02-26 confirmed=2026-10-28 contact=2026-11-05
"""


def ceramics(folder: Path) -> None:
    """UTF-8 with a byte order mark; the title says the currency; a part of a deposit has come."""
    write_text(folder / "ceramics_es.csv", CERAMICS, encoding="utf-8-sig", delimiter=";")
    write_answer(folder / "ceramics_es.expected.json", CERAMICS_ANSWER)


# ---------------------------------------------------------------- furniture: Portuguese, euro in the headers, short years
FURNITURE = """
Encomenda | Cliente | Descrição | Valor (EUR) | Condições | Sinal (EUR) | Sinal recebido em | Restante (EUR) | Restante recebido em | Confirmada em | Prazo de entrega | Prometido para | Último contacto | Vencimento | Observações
ENC 0431 | Möbelhaus Tannert GmbH | Mesa Douro 180 | 24.600,00 | 30% sinal, 70% antes do embarque | 7.380,00 | 06/10/26 | 17.220,00 | | 22/09/26 | 18/12/26 | | 13/11/26 | | acabamento aprovado
ENC 0433 | Maison Kerbrat SARL | Estante Minho | 8.750,00 | 50% sinal, 50% contra cópia do B/L | 4.375,00 | x | 4.375,00 | | 29/09/26 | 04/12/26 | | 10/11/26 | |
ENC 0434 | | Cadeiras Lis | 3.980,00 | 30 dias | | | | | 01/09/26 | 30/10/26 | | | 02/12/26 |
ENC 0436 | Halvorsen Interiør AS | Cozinha Tejo | 31.200,00 | 30% sinal, 60% antes do embarque, 10% a 30 dias | 9.360,00 | | | | 06/10/26 | 22/01/27 | 30/11/26 | 17/11/26 | |
ENC 0438 | Cape Fynbos Living (Pty) Ltd | Bancos de jardim | 17.450,00 | Carta de crédito à vista | - | - | - | - | 09/10/26 | 05/02/27 | | 16/11/26 | | minuta da carta em análise
ENC 0440 | Jardins d'Anfa SA | Espreguiçadeiras | 6.320,00 | 100% antes do embarque | | | 6.320,00 | 16/11/26 | 12/10/26 | 27/11/26 | | 16/11/26 | |
Subtotal | | | 92.300,00 | | | | | | | | | | |
ENC 0442 | Bostadsgruppen Ek AB | Cómoda Vouga | 11.900,00 | D/P à vista | | | | | 14/10/26 | 15/01/27 | | 04/11/26 | |
ENC 0443 | Casa Quintero Hermanos SL | Camas Sado | 5.480,00 | 30% sinal, 70% antes do embarque | 1.644,00 | comprovativo enviado | 3.836,00 | | 19/10/26 | 29/01/27 | | | | 11/11 pediram amostra de tecido; 17/11 enviaram comprovativo do sinal, ainda sem entrada no banco
ENC 0445 | Ludlow & Rae Furnishings | Mesa Douro 220 | 14.260,00 | idem | 4.278,00 | recebido 2.000 de 4.278 | 9.982,00 | | 21/10/26 | 12/02/27 | 04/12/26 | 19/11/26 | |
ENC 0447 | | Pés torneados | 2.115,00 | idem | 634,50 | | 1.480,50 | | pendente | 19/02/27 | | 19/11/26 | |
ENC 0449 | Oberlin Wohnkultur AG | Roupeiro Ave | 9.640,00 | sinal de 25% até 10 dias após a confirmação, restante antes do embarque | | | | | 12/11/26 | 26/02/27 | | | |
ENC 0450 | Galway Bay Interiors | Bancada Lima | 7.035,00 | 30% sinal, 70% antes do embarque | 2.110,50 | não | 4.924,50 | | 13/11/26 | 05/03/27 | a confirmar | | | cliente disse a 18/11 que paga o sinal a 25/11
Total | | | 142.730,00 | | | | | | | | | | |
"""
FURNITURE_ANSWER = """
2 | ENC 0431 | Möbelhaus Tannert GmbH | EUR | D 7380.00 paid=2026-10-06; S 17220.00 | deliver=2026-12-18 confirmed=2026-09-22 contact=2026-11-13
3 | ENC 0433 | Maison Kerbrat SARL | EUR | D 4375.00 paid; B 4375.00 | deliver=2026-12-04 confirmed=2026-09-29 contact=2026-11-10
4 | ENC 0434 | Maison Kerbrat SARL | EUR | O 3980.00 due=2026-12-02 | deliver=2026-10-30 confirmed=2026-09-01
5 | ENC 0436 | Halvorsen Interiør AS | EUR | D 9360.00; S 18720.00; O 3120.00 | deliver=2027-01-22 confirmed=2026-10-06 promised=2026-11-30 contact=2026-11-17
6 | ENC 0438 | Cape Fynbos Living (Pty) Ltd | EUR | L 17450.00 | deliver=2027-02-05 confirmed=2026-10-09 contact=2026-11-16
7 | ENC 0440 | Jardins d'Anfa SA | EUR | S 6320.00 paid=2026-11-16 | deliver=2026-11-27 confirmed=2026-10-12 contact=2026-11-16
9 | ENC 0442 | Bostadsgruppen Ek AB | EUR | B 11900.00 | deliver=2027-01-15 confirmed=2026-10-14 contact=2026-11-04
10 | ENC 0443 | Casa Quintero Hermanos SL | EUR | D 1644.00; S 3836.00 | deliver=2027-01-29 confirmed=2026-10-19 contact=2026-11-17*
11 | ENC 0445 | Ludlow & Rae Furnishings | EUR | D 4278.00; S 9982.00 | deliver=2027-02-12 confirmed=2026-10-21 promised=2026-12-04 contact=2026-11-19
12 | ENC 0447 | Ludlow & Rae Furnishings | EUR | D 634.50; S 1480.50 | deliver=2027-02-19 contact=2026-11-19
13 | ENC 0449 | Oberlin Wohnkultur AG | EUR | D 2410.00 due=2026-11-22; S 7230.00 | deliver=2027-02-26 confirmed=2026-11-12
14 | ENC 0450 | Galway Bay Interiors | EUR | D 2110.50; S 4924.50 | deliver=2027-03-05 confirmed=2026-11-13 promised=? contact=2026-11-18*
"""
FURNITURE_DOUBTS = [
    {
        "row": 14,
        "column": "Observações",
        "field": "promised_on",
        "order": "ENC 0450",
        "readings": ["2026-11-25", None],
        "why": "the column says that the date is to be confirmed, the remarks name one",
    }
]


def furniture(folder: Path) -> None:
    """cp1252 with semicolons; the currency stands in the headers only; three-part terms and a term of days."""
    write_text(folder / "furniture_pt.csv", FURNITURE, encoding="cp1252", delimiter=";")
    write_answer(folder / "furniture_pt.expected.json", FURNITURE_ANSWER, ambiguous=FURNITURE_DOUBTS)


# ---------------------------------------------------------------- tools: German, .xls, all of it paid
TOOLS = """
Holzmann & Reuß Werkzeuge - abgeschlossene Aufträge 2026

Bearbeiter: | Frau Iden | | | Stand: | @2026-11-19
Hinweis: | Alle Beträge sind eingegangen, Ablage im Ordner 7.

Lfd. | Auftrags-Nr. | Abnehmer | Bezeichnung | Auftragssumme EUR | Einstand | Zahlungsziel | Anzahlung EUR | Anz. erhalten | Schlusszahlung EUR | Schlusszahlung erhalten | Rechnung vom | Bestätigt am | Liefertermin | Letzter Kontakt | Anmerkung
#1 | HR-26-107 | Snekkerboden AS | Stechbeitel-Satz | #9000 | #5100 | 1/3 Anzahlung, 2/3 vor Versand | #3000 | @2026-06-09 | #6000 | @2026-08-24 | @2026-08-25 | @2026-05-28 | @2026-08-28 | @2026-08-24 |
#2 | HR-26-109 | Ebénisterie Vauclair | Hobelbank | #14220 | #8800 | 30 % Anzahlung, 70 % vor Versand | #4266 | @2026-06-18 | #9954 | @2026-09-07 | @2026-09-08 | @2026-06-05 | @2026-09-11 | @2026-09-07 | Palette doppelt
#3 | HR-26-112 | | Zwingen 60 cm | #2480.4 | #1310 | 30 Tage netto | | | #2480.4 | @2026-10-12 | @2026-09-14 | @2026-07-01 | @2026-09-16 | @2026-10-12 |
#4 | HR-26-115 | Stolarnia Brzoza | Furniersäge | #3360 | #1900 | 14 Tage 2 % Skonto, 30 Tage netto | | | #3360 | bezahlt | @2026-09-21 | @2026-07-09 | @2026-09-23 | |
Zwischensumme | | | | #29060.4
#5 | HR-26-118 | Timberline Hand Tools | Drechselbank | #18700 | #12050 | 50 % Anzahlung, 50 % gegen Kopie der Versanddokumente | #9350 | ja | #9350 | @2026-10-05 | @2026-09-28 | @2026-07-15 | @2026-10-02 | @2026-10-05 | Zoll geklärt
#6 | HR-26-121 | Ferramenta Colleoni Srl | Raspeln | #4115 | #2360 | 100 % Vorkasse vor Versand | | | #4115 | @2026-09-30 | @2026-10-01 | @2026-08-03 | @2026-10-07 | |
#7 | HR-26-122 | dito | Feilen | #1290 | #640 | dito | | | #1290 | ✓ | @2026-10-12 | @2026-08-17 | @2026-10-15 | |
#8 | HR-26-126 | Herramientas Ordóñez SL | Schraubstock | #7745.5 | #4700 | 30 % Anzahlung, Rest vor Versand | #2323.65 | @2026-09-09 | #5421.85 | @2026-11-02 | @2026-11-03 | @2026-08-31 | @2026-11-06 | @2026-11-02 |
#9 | HR-26-128 | Snekkerboden AS | Streichmaß | #1060 | #480 | Kasse gegen Dokumente | | | #1060 | @2026-11-11 | @2026-10-26 | @2026-09-08 | @2026-10-30 | @2026-11-11 |
Summe | | | | #61970.9
"""
TOOLS_ADDRESSES = """
Abnehmer | Ort | Land
Snekkerboden AS | Tønsberg | Norwegen
Ebénisterie Vauclair | Lons | Frankreich
"""
TOOLS_ANSWER = """
7 | HR-26-107 | Snekkerboden AS | EUR | D 3000.00 paid=2026-06-09; S 6000.00 paid=2026-08-24 | deliver=2026-08-28 confirmed=2026-05-28 contact=2026-08-24
8 | HR-26-109 | Ebénisterie Vauclair | EUR | D 4266.00 paid=2026-06-18; S 9954.00 paid=2026-09-07 | deliver=2026-09-11 confirmed=2026-06-05 contact=2026-09-07
9 | HR-26-112 | Ebénisterie Vauclair | EUR | O 2480.40 due=2026-10-14 paid=2026-10-12 | deliver=2026-09-16 confirmed=2026-07-01 contact=2026-10-12
10 | HR-26-115 | Stolarnia Brzoza | EUR | O 3360.00 due=2026-10-21 paid | deliver=2026-09-23 confirmed=2026-07-09
12 | HR-26-118 | Timberline Hand Tools | EUR | D 9350.00 paid; B 9350.00 paid=2026-10-05 | deliver=2026-10-02 confirmed=2026-07-15 contact=2026-10-05
13 | HR-26-121 | Ferramenta Colleoni Srl | EUR | S 4115.00 paid=2026-09-30 | deliver=2026-10-07 confirmed=2026-08-03
14 | HR-26-122 | Ferramenta Colleoni Srl | EUR | S 1290.00 paid | deliver=2026-10-15 confirmed=2026-08-17
15 | HR-26-126 | Herramientas Ordóñez SL | EUR | D 2323.65 paid=2026-09-09; S 5421.85 paid=2026-11-02 | deliver=2026-11-06 confirmed=2026-08-31 contact=2026-11-02
16 | HR-26-128 | Snekkerboden AS | EUR | B 1060.00 paid=2026-11-11 | deliver=2026-10-30 confirmed=2026-09-08 contact=2026-11-11
"""


def tools(folder: Path) -> None:
    """A workbook of the old kind in which nothing is left to judge; purchase prices in a hidden column."""
    done = Sheet(
        "Abgeschlossen",
        TOOLS,
        merged=("A1:H1", "C8:C9"),
        hidden=("F",),
        date_format="DD.MM.YYYY",
    )
    write_xls(folder / "tools_de.xls", Sheet("Adressen", TOOLS_ADDRESSES), done)
    write_answer(folder / "tools_de.expected.json", TOOLS_ANSWER, sheet=done.name, nothing_to_judge=True)


def build(folder: Path) -> None:
    """All three lists."""
    ceramics(folder)
    furniture(folder)
    tools(folder)
