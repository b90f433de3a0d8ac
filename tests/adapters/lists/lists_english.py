"""Order lists in English: line by line with US dates, unpaid invoices with ageing, many bad cells, and mere prices."""

from __future__ import annotations

from pathlib import Path

from writing import Sheet, write_answer, write_text, write_xlsx

# ---------------------------------------------------------------- lamps: one line for each item, US dates
LAMPS = """
SO Number | Customer PO | Bill To | SKU | Qty | Unit Price | Line Amount | Order Total | Curr | Terms | Deposit Amt | Deposit Paid | Balance Paid | Order Date | Contract Signed | Invoice Date | Delivery Date | Payment Promised | Last Contacted | Rep | Memo
SO-20418 | 8841 | Pinecrest Lighting Co | LMP-ARC-BK | 200 | 62.40 | 12,480.00 | 21,480.00 | USD | 30% down, 70% prior to shipment | 6,444.00 | 10/06/2026 | | 09/14/2026 | 09/17/2026 | | 12/18/2026 | | 11/13/2026 | Joss | UL label approved
SO-20418 | 8841 | Pinecrest Lighting Co | LMP-ARC-WH | 120 | 62.50 | 7,500.00 | 21,480.00 | USD | 30% down, 70% prior to shipment | 6,444.00 | 10/06/2026 | | 09/14/2026 | 09/17/2026 | | 12/18/2026 | | 11/13/2026 | Joss |
SO-20418 | 8841 | Pinecrest Lighting Co | SHADE-L | 300 | 5.00 | 1,500.00 | 21,480.00 | USD | 30% down, 70% prior to shipment | 6,444.00 | 10/06/2026 | | 09/14/2026 | 09/17/2026 | | 12/18/2026 | | 11/13/2026 | Joss |
SO-20421 | LB-77 | Lumière Boréale Ltée | PEND-3 | 50 | 150.00 | 7,500.00 | 9,300.00 | CAD | Net 30 from invoice date | | | | 08/31/2026 | 09/02/2026 | 10/29/2026 | 10/30/2026 | | 11/05/2026 | Joss |
SO-20421 | LB-77 | Lumière Boréale Ltée | CORD-TX | 200 | 9.00 | 1,800.00 | 9,300.00 | CAD | Net 30 from invoice date | | | | 08/31/2026 | 09/02/2026 | 10/29/2026 | 10/30/2026 | | 11/05/2026 | Joss |
SO-20423 | HH/2026/19 | Harbour & Heath Ltd | LMP-DSK | 240 | 32.75 | 7,860.00 | 7,860.00 | GBP | 50% deposit, 50% against copy of B/L | 3,930.00 | Yes | | 09/22/2026 | 09/24/2026 | | 12/07/2026 | | 11/06/2026 | Mina |
SO-20426 | 4500018822 | Casa Farolito SA de CV | LMP-FLR-01 | 150 | 140.00 | 21,000.00 | 46,500.00 | USD | L/C at sight, irrevocable | | | | 09/30/2026 | 10/02/2026 | | 01/29/2027 | | 11/17/2026 | Mina | bank asked for HS codes
SO-20426 | 4500018822 | Casa Farolito SA de CV | LMP-FLR-02 | 100 | 155.00 | 15,500.00 | 46,500.00 | USD | L/C at sight, irrevocable | | | | 09/30/2026 | 10/02/2026 | | 01/29/2027 | | 11/17/2026 | Mina |
SO-20426 | 4500018822 | Casa Farolito SA de CV | BULB-E27 | 2000 | 4.25 | 8,500.00 | 46,500.00 | USD | L/C at sight, irrevocable | | | | 09/30/2026 | 10/02/2026 | | 01/29/2027 | | 11/17/2026 | Mina |
SO-20426 | 4500018822 | Casa Farolito SA de CV | SPARE-KIT | 30 | 50.00 | 1,500.00 | 46,500.00 | USD | L/C at sight, irrevocable | | | | 09/30/2026 | 10/02/2026 | | 01/29/2027 | | 11/17/2026 | Mina |
SO-20427 | 8867 | Pinecrest Lighting Co | SHADE-XL | 666 | 7.50 | 4,995.00 | 4,995.00 | USD | 30% down, 70% prior to shipment | 1,498.50 | No | | 10/07/2026 | 10/09/2026 | | 01/15/2027 | 11/27/2026 | 11/16/2026 | Joss |
SO-20430 | 1190-B | Skandilys A/S | PEND-5 | 70 | 125.00 | 8.75K | 12.5K | EUR | 30% down, 70% prior to shipment | | | | 10/12/2026 | 10/13/2026 | | 01/22/2027 | | | Joss | ask for CE file
SO-20430 | 1190-B | Skandilys A/S | PEND-3 | 25 | 150.00 | 3.75K | 12.5K | EUR | 30% down, 70% prior to shipment | | | | 10/12/2026 | 10/13/2026 | | 01/22/2027 | | | Joss |
SO-20431 | TP-5 | Tidepool Interiors | LMP-DSK | 100 | 32.40 | 3,240.00 | 3,240.00 | USD | 100% before shipment | | | 11/18/2026 | 10/14/2026 | 10/15/2026 | | 11/27/2026 | | 11/18/2026 | Mina |
SO-20434 | ORH-0091 | Orchard Row Hotels | LMP-BED | 400 | 38.00 | 15,200.00 | 18,900.00 | USD | 30% down, 30% prior to shipment, 40% net 30 | 5,670.00 | wire slip sent | | 10/19/2026 | 10/21/2026 | | 02/12/2027 | | 11/17/2026 | Mina | bank has not credited it yet
SO-20434 | ORH-0091 | Orchard Row Hotels | SHADE-L | 740 | 5.00 | 3,700.00 | 18,900.00 | USD | 30% down, 30% prior to shipment, 40% net 30 | 5,670.00 | wire slip sent | | 10/19/2026 | 10/21/2026 | | 02/12/2027 | | 11/17/2026 | Mina |
SO-20436 | 26-1174 | Al Noor Fixtures WLL | LMP-FLR-01 | 50 | 56.915 | 2,845.750 | 2,845.750 | BHD | D/P at sight | | | | 10/22/2026 | 10/26/2026 | | 01/28/2027 | | 11/12/2026 | Mina |
SO-20439 | KA-2026-31 | Kumo Akari Co., Ltd. | PEND-W | 50 | 19,700 | 985,000 | 985,000 | JPY | 50% deposit, 50% before shipment | 492,500 | received 200,000 of 492,500 | | 10/26/2026 | 10/28/2026 | | 02/19/2027 | 12/04/2026 | 11/19/2026 | Joss |
SO-20440 | none | Dellwood Motor Inns | LMP-BED | 90 | 40.00 | 3,600.00 | 3,600.00 | USD | 30% down, 70% prior to shipment | 1,080.00 | | | 10/27/2026 | 10/29/2026 | | 01/29/2027 | | 11/10/2026 | Joss | CANCELLED by customer 11/10/2026
SO-20441 | 9002 | Pinecrest Lighting Co | CORD-TX | 300 | 9.00 | 2,700.00 | 2,700.00 | USD | as agreed | | | | 10/30/2026 | 11/02/2026 | | 01/29/2027 | | | Joss |
Grand Total
"""
LAMPS_ANSWER = """
2-4 | SO-20418 | Pinecrest Lighting Co | USD | D 6444.00 paid=2026-10-06; S 15036.00 | deliver=2026-12-18 confirmed=2026-09-17 contact=2026-11-13
5-6 | SO-20421 | Lumière Boréale Ltée | CAD | O 9300.00 due=2026-11-28 | deliver=2026-10-30 confirmed=2026-09-02 contact=2026-11-05
7 | SO-20423 | Harbour & Heath Ltd | GBP | D 3930.00 paid; B 3930.00 | deliver=2026-12-07 confirmed=2026-09-24 contact=2026-11-06
8-11 | SO-20426 | Casa Farolito SA de CV | USD | L 46500.00 | deliver=2027-01-29 confirmed=2026-10-02 contact=2026-11-17
12 | SO-20427 | Pinecrest Lighting Co | USD | D 1498.50; S 3496.50 | deliver=2027-01-15 confirmed=2026-10-09 promised=2026-11-27 contact=2026-11-16
13-14 | SO-20430 | Skandilys A/S | EUR | D 3750.00; S 8750.00 | deliver=2027-01-22 confirmed=2026-10-13
15 | SO-20431 | Tidepool Interiors | USD | S 3240.00 paid=2026-11-18 | deliver=2026-11-27 confirmed=2026-10-15 contact=2026-11-18
16-17 | SO-20434 | Orchard Row Hotels | USD | D 5670.00; S 5670.00; O 7560.00 | deliver=2027-02-12 confirmed=2026-10-21 contact=2026-11-17
18 | SO-20436 | Al Noor Fixtures WLL | BHD | B 2845.750 | deliver=2027-01-28 confirmed=2026-10-26 contact=2026-11-12
19 | SO-20439 | Kumo Akari Co., Ltd. | JPY | D 492500; S 492500 | deliver=2027-02-19 confirmed=2026-10-28 promised=2026-12-04 contact=2026-11-19
"""
LAMPS_DOUBTS = [
    {
        "row": 20,
        "order": "SO-20440",
        "why": "the memo says cancelled: no milestone, or milestones marked closed, are both right",
    },
    {"row": 21, "order": "SO-20441", "why": "the terms say only 'as agreed': no milestone, or one of any kind"},
]


def lamps(folder: Path) -> None:
    """An export with a line for each item: the total repeated, a purchase order number beside our own."""
    write_text(folder / "lamps_us.csv", LAMPS)
    write_answer(folder / "lamps_us.expected.json", LAMPS_ANSWER, ambiguous=LAMPS_DOUBTS)


# ---------------------------------------------------------------- invoices: a printed report with ageing columns
INVOICES = """
Quillfeather Tableware Exports Ltd
14 Mill Lane, Stoke Averham
Tel 01782 000 000

ACCOUNTS RECEIVABLE - AGED BY DUE DATE
Run date: | @2026-11-20
Run by: | P. Ashdown
Ledger: | Export

| | | | | | | | | Ageing of outstanding
Customer | Invoice No. | Invoice date | Terms | Due date | Days over | Ccy | Invoice amount | Paid to date | Outstanding | Current | 1-30 | 31-60 | 61-90 | >90 | Last contact | Comment
Averby Hotels Group | INV-7702 | @2026-09-14 | Net 30 | @2026-10-14 | =$B$6-E12 → 37 | EUR | #8460 | #0 | =H12-I12 → 8460 | | | #8460 | | | @2026-11-10 | PO number was missing, sent again
| INV-7719 | @2026-10-20 | Net 30 | @2026-11-19 | =$B$6-E13 → 1 | EUR | #3115.5 | #0 | =H13-I13 → 3115.5 | | #3115.5 | | | | @2026-11-10
| INV-7731 | @2026-11-06 | Net 30 | @2026-12-06 | | EUR | #5902 | #0 | =H14-I14 → 5902 | #5902 | | | | | |
Total Averby Hotels Group | | | | | | | =SUM(H12:H14) → 17477.5 | =SUM(I12:I14) → 0 | =SUM(J12:J14) → 17477.5 | #5902 | #3115.5 | #8460
Sable & Finch Ltd | INV-7698 | @2026-08-31 | Net 60 | @2026-10-30 | =$B$6-E16 → 21 | GBP | #12340 | #5000 | =H16-I16 → 7340 | | #7340 | | | | @2026-11-12 | promised the remainder for 27-Nov-26
| INV-7725 | @2026-10-28 | Net 30 from invoice date | | | GBP | #2288.75 | #0 | =H17-I17 → 2288.75 | #2288.75 | | | | | @2026-11-12
Total Sable & Finch Ltd | | | | | | | =SUM(H16:H17) → 14628.75 | =SUM(I16:I17) → 5000 | =SUM(J16:J17) → 9628.75 | #2288.75 | #7340
Ohkawa Trading Co., Ltd. | INV-7708 | @2026-09-30 | Net 60 | 29-Nov-26 | | JPY | #1472000 | #0 | =H19-I19 → 1472000 | #1472000 | | | | | @2026-10-27
Mirqab Commercial Est. | INV-7711 | @2026-10-06 | 90 days after B/L | | | KWD | #4318.25 | #0 | =H20-I20 → 4318.25 | #4318.25 | | | | | | 12-Nov statement sent; 18-Nov they ask for a stamped copy
Gletscherblick AG | INV-7714 | @2026-10-09 | Net 30 | @2026-11-08 | | CHF | #9640 | #9640 | =H21-I21 → 0 | | | | | | @2026-11-06 | settled
Brasserie Outfitters SARL | INV-7716 | @2026-10-12 | 45 days EOM | | | EUR | #6175 | #0 | =H22-I22 → 6175 | #6175 | | | | | @2026-11-03
| CN-0311 | @2026-10-30 | credit note for breakage | | | EUR | #-450 | | =H23-I23 → -450 | #-450
Tolland & Weir Catering | INV-7722 | @2026-10-23 | Net 45 | 7-Dec-26 | | USD | #15750 | #0 | =H24-I24 → 15750 | #15750 | | | | | @2026-11-16 | dispute on 12 plates closed
| INV-7733 | @2026-11-13 | Net 45 | 28-Dec-26 | | USD | #4020 | #0 | =H25-I25 → 4020 | #4020
Hotel Ilha Verde Lda | INV-7689 | @2026-07-20 | Net 30 | @2026-08-19 | =$B$6-E26 → 93 | EUR | #2960.4 | #1000 | =H26-I26 → 1960.4 | | | | | #1960.4 | | 02-Nov reminder; 09-Nov call, new bookkeeper
GRAND TOTAL (EUR equiv.) | | | | | | | #71203.18 | | #55480.02

Ageing runs from the due date. Amounts in the currency of the invoice.
"""
INVOICES_ANSWER = """
12 | INV-7702 | Averby Hotels Group | EUR | O 8460.00 due=2026-10-14 | contact=2026-11-10
13 | INV-7719 | Averby Hotels Group | EUR | O 3115.50 due=2026-11-19 | contact=2026-11-10
14 | INV-7731 | Averby Hotels Group | EUR | O 5902.00 due=2026-12-06 |
16 | INV-7698 | Sable & Finch Ltd | GBP | O 12340.00 due=2026-10-30 | promised=2026-11-27* contact=2026-11-12
17 | INV-7725 | Sable & Finch Ltd | GBP | O 2288.75 due=2026-11-27 | contact=2026-11-12
19 | INV-7708 | Ohkawa Trading Co., Ltd. | JPY | O 1472000 due=2026-11-29 | contact=2026-10-27
20 | INV-7711 | Mirqab Commercial Est. | KWD | O 4318.250 | contact=2026-11-18*
21 | INV-7714 | Gletscherblick AG | CHF | O 9640.00 due=2026-11-08 paid | contact=2026-11-06
22 | INV-7716 | Brasserie Outfitters SARL | EUR | O 6175.00 due=? | contact=2026-11-03
24 | INV-7722 | Tolland & Weir Catering | USD | O 15750.00 due=2026-12-07 | contact=2026-11-16
25 | INV-7733 | Tolland & Weir Catering | USD | O 4020.00 due=2026-12-28 |
26 | INV-7689 | Hotel Ilha Verde Lda | EUR | O 2960.40 due=2026-08-19 | contact=2026-11-09*
"""
INVOICES_DOUBTS = [
    {
        "row": 22,
        "column": "Terms",
        "field": "due_on",
        "order": "INV-7716",
        "readings": ["2026-12-15", "2026-11-30", None],
        "why": "45 days after the end of the month, or the end of the month 45 days later",
    },
    {"row": 23, "order": "CN-0311", "why": "a credit note: no milestone, refused or set off are all right"},
]
INVOICES_CONTACTS = """
Customer | Person | Mail | Phone
Averby Hotels Group | Ms Kettering | ap@averby.example | 0114 000 000
Sable & Finch Ltd | Mr Sable | accounts@sablefinch.example |
"""


def invoices(folder: Path) -> None:
    """Unpaid invoices only: no orders, no delivery; the header stands on rows 10 and 11."""
    ageing = Sheet(
        "AR ageing",
        INVOICES,
        merged=("J10:O10", "A12:A14", "A16:A17", "A22:A23", "A24:A25"),
        date_format="d-mmm-yy",
        header=(1, 5, 10, 11),
        formats=dict.fromkeys("HIJKLMNO", "#,##0.00"),
    )
    write_xlsx(folder / "receivables_en.xlsx", Sheet("Contacts", INVOICES_CONTACTS), ageing)
    write_answer(folder / "receivables_en.expected.json", INVOICES_ANSWER, sheet=ageing.name, ambiguous=INVOICES_DOUBTS)


# ---------------------------------------------------------------- tents: a list with a bad cell in every second row
TENTS = """
Open contracts, camping dept. | | | | | | | | | | | | | checked by: Rhona
Contract | Buyer | Goods | Pieces | Contract value | CCY | Terms of payment | Advance received on | Rest received on | Signed on | Deliver by | Will pay on | Spoke last on | Notes
T-901 | Wolds Camping Supply | Bell tent 4 m | #120 | #22800 | USD | 30% advance T/T, 70% before shipment | | | 2026-09-03 | 2026-12-14 | 2026-11-26 | 2026-11-11 | guy lines chosen
T-902 | Fjordtelt Nord AS | Bell tent 5 m | #60 | =VLOOKUP(A4,Prices!A:B,2,FALSE) → #N/A | EUR | 30% advance T/T, 70% before shipment | | | 2026-09-04 | 2026-12-16
T-903 | Kampeerhuis Drenthe BV | Tarp 4x4 | #400 | #10400 | EUR | 30% advance T/T, 70% before shipment | | | 2026-09-08 | 2026-11-31
T-904 | Puszta Outdoor Kft. | Fly sheet | #900 | #13500 | EUD | 30% advance T/T, 70% before shipment | | | 2026-09-10 | 2026-12-18
T-905 | Lakeshore Scouts Depot | Bell tent 4 m | #45 | #8550 | USD | 20% deposit, 70% before shipment | | | 2026-09-14 | 2026-12-21
T-906 | Glen Ardoch Estates | Pole set | #300 | #4650.5 | GBP | net 30 | | | 2026-09-15 | 2026-11-03 | | 2026-11-05 | not invoiced yet
T-907 | Camping Les Ormeaux | Awning 250 | #80 | see PI 44 | EUR | 30% advance T/T, 70% before shipment | | | 2026-09-17 | 2027-01-08
T-908 | Baltvilla Telgid OÜ | Tarp 3x3 | #210 | #-5400 | EUR | 30% advance T/T, 70% before shipment | | | 2026-09-21 | 2027-01-11
T-909 | Outback Canvas Traders | Swag double | #150 | #16500 | AUD | 30% advance T/T, 70% before shipment | 2026-10-35 | | 2026-09-22 | 2027-01-15
T-910 | Sahra Tents & Shade LLC | Majlis tent | #12 | #31200 | USD | L/C at sight | | | 2026-09-24 | 2027-01-20 | | 2026-11-18 | clauses sent to their bank
T-911 | Nordic Bivvy Oy | Bivvy bag | #700 | #9100 | EUR | 30% advance T/T, 70% before shipment | | | 2026-02-29 | 2027-01-22
T-912 | Prairie Yurt Works | Yurt cover | #25 | 1l,250.00 | USD | 30% advance T/T, 70% before shipment | | | 2026-10-01 | 2027-01-25 | | | small L typed for a one
T-913 | Hokushin Tento K.K. | Tarp 4x4 | #90 | #640000 | JPY | 50% advance, 50% before shipment | 2026-10-30 | | 2026-10-05 | 2027-01-28 | 05/12/2026 | 2026-11-02
T-914 | Kuhnle Zeltbau | Bell tent 6 m | #20 | #7480 | EUR | 30% advance T/T, 70% before shipment | | | 2026-10-06 | =A99+1 → #REF!
T-915 | Carpathian Trail SRL | Fly sheet | #260 | #3900 | EUR | D/P at sight | | | 2026-10-09 | TBC | n/a | 2026-11-09
T-916 | Tasman Bay Tents Ltd | Awning 300 | #75 | #8925 | NZD | 50% advance, 60% against copy of B/L | | | 2026-10-12 | 2027-02-01
T-917 | Casa de Campaña Vidal | Bell tent 4 m | #66 | #12870 | EUR | 30% advance T/T, 70% before shipment | x | | 2026-10-14 | 2027-02-03 | | 2026-11-06
T-918 | Rift Valley Safaris | Safari tent | #18 | #27900 | USD | 30% advance T/T, 70% before shipment | | | 2026-10-19 | 2027-02-12 | 2026-13-01
T-919 | Brume & Bruyère SAS | Tarp 3x3 | #310 | #7905 | EUR | 30% advance T/T, 70% against copy of B/L | 2026-11-12 | | 2026-10-20 | 2027-02-15 | - | 2026-11-12
T-920 | Moorgate Festivals | Pavilion | #9 | #14400 | GBP | 30% advance T/T, 70% before shipment | | | 2026-10-22 | 2027-02-18 | | 2026-11-00
T-921 | Wolds Camping Supply | Pole set | #150 | #2325 | USD | 100% before shipment | | ok | 2026-10-26 | 2026-11-30 | | 2026-11-19
Total | | | #3991
"""
TENTS_PRICES = """
Contract | Price
T-901 | #190
T-903 | #26
"""
TENTS_ANSWER = """
3 | T-901 | Wolds Camping Supply | USD | D 6840.00; S 15960.00 | deliver=2026-12-14 confirmed=2026-09-03 promised=2026-11-26 contact=2026-11-11
8 | T-906 | Glen Ardoch Estates | GBP | O 4650.50 | deliver=2026-11-03 confirmed=2026-09-15 contact=2026-11-05
12 | T-910 | Sahra Tents & Shade LLC | USD | L 31200.00 | deliver=2027-01-20 confirmed=2026-09-24 contact=2026-11-18
15 | T-913 | Hokushin Tento K.K. | JPY | D 320000 paid=2026-10-30; S 320000 | deliver=2027-01-28 confirmed=2026-10-05 promised=? contact=2026-11-02
17 | T-915 | Carpathian Trail SRL | EUR | B 3900.00 | confirmed=2026-10-09 contact=2026-11-09
19 | T-917 | Casa de Campaña Vidal | EUR | D 3861.00 paid; S 9009.00 | deliver=2027-02-03 confirmed=2026-10-14 contact=2026-11-06
21 | T-919 | Brume & Bruyère SAS | EUR | D 2371.50 paid=2026-11-12; B 5533.50 | deliver=2027-02-15 confirmed=2026-10-20 contact=2026-11-12
23 | T-921 | Wolds Camping Supply | USD | S 2325.00 paid | deliver=2026-11-30 confirmed=2026-10-26 contact=2026-11-19
"""
TENTS_DOUBTS = [
    {
        "row": 15,
        "column": "Will pay on",
        "field": "promised_on",
        "order": "T-913",
        "readings": ["2026-12-05", "2026-05-12", None],
        "why": "5 December or 12 May, and no other date in the sheet decides it",
    }
]
TENTS_REFUSED = [
    (4, "Contract value", "amount", "E4", "#N/A", "spreadsheet error"),
    (5, "Deliver by", "deliver_on", "K5", "2026-11-31", "31 November does not exist"),
    (6, "CCY", "currency", "F6", "EUD", "no such currency"),
    (7, "Terms of payment", None, "G7", "20% deposit, 70% before shipment", "shares add up to 90 %"),
    (9, "Contract value", "amount", "E9", "see PI 44", "not a number"),
    (10, "Contract value", "amount", "E10", -5400, "negative order value"),
    (11, "Advance received on", "paid_on", "H11", "2026-10-35", "day 35"),
    (13, "Signed on", "confirmed_on", "J13", "2026-02-29", "2026 has no 29 February"),
    (14, "Contract value", "amount", "E14", "1l,250.00", "not a number (letter l in it)"),
    (16, "Deliver by", "deliver_on", "K16", "#REF!", "spreadsheet error"),
    (18, "Terms of payment", None, "G18", "50% advance, 60% against copy of B/L", "shares add up to 110 %"),
    (20, "Will pay on", "promised_on", "L20", "2026-13-01", "month 13"),
    (22, "Spoke last on", "last_contact_on", "M22", "2026-11-00", "day 0"),
]


def tents(folder: Path) -> None:
    """Thirteen rows that nobody can read rightly, eight that anybody can."""
    names = ("row", "column", "field", "cell", "value", "why")
    write_xlsx(folder / "tents_bad_cells.xlsx", Sheet("Contracts", TENTS, header=(1, 2)), Sheet("Prices", TENTS_PRICES))
    refused = [dict(zip(names, x, strict=True)) for x in TENTS_REFUSED]
    answer = folder / "tents_bad_cells.expected.json"
    write_answer(answer, TENTS_ANSWER, sheet="Contracts", refused=refused, ambiguous=TENTS_DOUBTS)


# ---------------------------------------------------------------- candles: prices and addresses, no order anywhere
CANDLES = """
Tallow & Wick Candle Works - Export price list 2027

Valid until 31 March 2027 | | | | All prices FOB Ningbo

Item No. | Description | Colour | MOQ | Price (USD) | Price (EUR) | Lead time | Payment | Valid until | Remarks
CW-1001 | Pillar 7 x 10 cm | ivory | #2400 | #1.12 | #1.03 | 35 days | 30% deposit, 70% before shipment | @2027-03-31 |
CW-1002 | Pillar 7 x 15 cm | ivory | #2400 | #1.48 | #1.36 | 35 days | 30% deposit, 70% before shipment | @2027-03-31 |
CW-1003 | Pillar 7 x 20 cm | ivory | #1800 | #1.87 | #1.72 | 35 days | 30% deposit, 70% before shipment | @2027-03-31 | new
CW-1011 | Taper 25 cm, box of 12 | white | #1200 | #2.60 | #2.39 | 40 days | 30% deposit, 70% before shipment | @2027-03-31 |
CW-1012 | Taper 25 cm, box of 12 | red | #1200 | #2.75 | #2.53 | 40 days | 30% deposit, 70% before shipment | @2027-03-31 |
CW-1020 | Tea light, bag of 50 | white | #5000 | #1.95 | #1.79 | 30 days | 30% deposit, 70% before shipment | @2027-03-31 |
CW-1021 | Tea light, bag of 100 | white | #3000 | #3.70 | #3.40 | 30 days | 30% deposit, 70% before shipment | @2027-03-31 |
CW-2001 | Glass jar 220 g fig | green | #1000 | #3.15 | #2.90 | 45 days | L/C at sight above 50,000 | @2027-03-31 |
CW-2002 | Glass jar 220 g cedar | brown | #1000 | #3.15 | #2.90 | 45 days | L/C at sight above 50,000 | @2027-03-31 |
CW-2003 | Tin 120 g | mixed | #1500 | #1.66 | #1.53 | 45 days | 30% deposit, 70% before shipment | @2027-03-31 | discontinued in May
"""
CANDLES_CONTACTS = """
Customer | Country | Person | Mail | Last contact | Remarks
Birchwick Gifts Ltd | UK | Ms Dunmore | dunmore@birchwick.example | @2026-11-12 | wants samples of CW-2001
Lyspynt AS | Norway | Hr. Vik | vik@lyspynt.example | @2026-11-04 |
Casa Cera SL | Spain | Sra. Pons | pons@casacera.example | @2026-10-22 | asks for price of 5,000
"""


def candles(folder: Path) -> None:
    """Nothing is owed here, though prices, terms and dates abound."""
    sheets = (
        Sheet("Prices 2027", CANDLES, date_format="dd mmm yyyy", header=(1, 5)),
        Sheet("Addresses", CANDLES_CONTACTS),
    )
    write_xlsx(folder / "candles_prices.xlsx", *sheets)
    write_answer(folder / "candles_prices.expected.json", "", nothing_to_judge=True)


def build(folder: Path) -> None:
    """All four lists."""
    lamps(folder)
    invoices(folder)
    tents(folder)
    candles(folder)
