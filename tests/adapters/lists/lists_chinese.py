"""Order lists of exporters who write Chinese, or Chinese and English side by side."""

from __future__ import annotations

from pathlib import Path

from writing import Sheet, write_answer, write_text, write_xlsx

# ---------------------------------------------------------------- pumps: bilingual, two header rows, five sheets
PUMP_PRICES = """
产品 Product | 单价 USD | 起订量 MOQ | 付款 Payment
潜水泵 4寸 | #120 | #100 | 30/70
太阳能泵 | #285 | #50 | 30/70
增压泵 | #61.5 | #200 | 30/70
"""
PUMP_ORDERS = """
禾泉泵业 HEQUAN PUMPS · 在手订单 Orders in hand

更新 Updated: 2026-11-20 | | | | 填表 By: 周敏

序号\\nNo. | 客户\\nCustomer | 订单号\\nOrder No. | 产品\\nProduct | 数量\\nQty | 总金额\\nTotal | 币种\\nCur. | 付款方式\\nPayment terms | 定金 Deposit | | | 尾款 Balance | | 合同签订\\nSigned | 交期\\nDelivery | 承诺付款日\\nPromised | 最近联系\\nLast contact | 备注\\nRemarks | 成本(CNY)\\nCost
| | | | | | | | 应收 Amount | 实收 Received | 到账日 Date | 金额 Amount | 到账日 Date
#1 | Brackenhurst Irrigation Ltd | PX-26071 | 潜水泵 4寸 | #300 | #36000 | USD | 30% T/T deposit, 70% before shipment 发货前付清 | =F7*0.3 → 10800 | #10800 | @2026-10-08 | =F7-I7 → 25200 | | @2026-09-18 | @2026-12-18 | | @2026-11-13 | 铭牌已确认 | #171000
#2 | | PX-26072 | 增压泵 | #240 | #14250 | USD | 同上 | =F8*0.3 → 4275 | | | =F8-I8 → 9975 | | @2026-10-12 | @2027-01-15 | @2026-11-27 | @2026-11-17 | | #66000
#3 | Oued Fertile SARL | PX-26074 | 太阳能泵 | #80 | #22800 | EUR | 30%定金，70%见提单副本 against copy of B/L | =F9*0.3 → 6840 | #3000 | @2026-11-05 | =F9-I9 → 15960 | | 2026年9月25日 | 2026年12月10日 | | | 11/5 先付3000，其余等银行额度 | #98000
小计 Subtotal | | | | =SUM(E7:E9) → 620 | =SUM(F7:F9) → 73050 | | | =SUM(I7:I9) → 21915 | =SUM(J7:J9) → 13800 | | =SUM(L7:L9) → 51135
#4 | Nakasendo Pump K.K. | PX-26075 | 增压泵 | #500 | #4860000 | JPY | 50% deposit, 50% before shipment | =F11*0.5 → 2430000 | #2430000 | #20261102 | =F11-I11 → 2430000 | | #20261012 | #20270120 | | | | #118000
#5 | Vorland Brunnenbau GmbH | PX-26077 | 潜水泵 4寸 | #80 | #9680 | EUR | O/A 45 days after B/L 提单后45天 | - | - | - | - | | 2026/8/28 | 2026/10/30 | | 2026/11/3 | 提单正本已寄 | #45600
#6 | Tierra Honda Riegos SA | PX-26079 | 太阳能泵 | #180 | 51,300.00 | USD | L/C at sight 即期信用证 | - | - | - | - | | @2026-10-16 | @2027-02-08 | | | 10/30 发开证条款；11/16 对方银行在审 | #233000
#7 | Karst Water d.o.o. | PX-26080 | 增压泵 | #121 | € 7,450.00 | | 100% T/T before shipment 款到发货 | / | / | / | #7450 | | @2026-10-21 | #46374 | TBC | | | #34100
#8 | Dunmarra Bore Services | PX-26081 | 潜水泵 4寸 | #150 | $18,400 | | 〃 | / | / | / | #18400 | | @2026-10-26 | @2027-01-08 | 待定 | @2026-11-09 | | #85500
#9 | Al Rimal Well Drilling | PX-26083 | 太阳能泵 | #22 | #6215.5 | KWD | 20% deposit, 80% L/C at sight | =F15*0.2 → 1243.1 | 已收 | | - | | @2026-10-29 | @2027-02-26 | | @2026-11-10 | 配科威特插头 | #30100
#10 | Boreal Pompe Inc. | PX-26084 | 潜水泵 4寸 | #110 | CAD 12,900.00 | | 30% deposit, 70% before shipment | #3870 | 水单已发 slip sent | | #9030 | | @2026-11-02 | 待定 | | @2026-11-19 | 银行未入账 | #60200
#11 | | PX-26086 | 增压泵 | #70 | #4300 | CAD | ditto 同上 | =F17*0.3 → 1290 | | | =F17-I17 → 3010 | | @2026-11-02 | @2027-03-05 | | @2026-11-19 | | #19800
合计 Total | | | | =SUM(E7:E9,E11:E17) → 1853

注 Note: 成本列仅供内部。
"""
PUMP_PACKING = """
订单号 Order No. | 箱数 Ctns | 体积 CBM | 毛重 kg
PX-26071 | #300 | #21.6 | #4350
PX-26074 | #80 | #12.4 | #2100
"""
PUMP_CONTACTS = """
客户 Customer | 联系人 | 邮箱
Brackenhurst Irrigation Ltd | Mr. Odell | odell@brackenhurst.example
Oued Fertile SARL | Mme Haddou | achats@ouedfertile.example
"""
PUMP_ANSWER = """
7 | PX-26071 | Brackenhurst Irrigation Ltd | USD | D 10800.00 paid=2026-10-08; S 25200.00 | deliver=2026-12-18 confirmed=2026-09-18 contact=2026-11-13
8 | PX-26072 | Brackenhurst Irrigation Ltd | USD | D 4275.00; S 9975.00 | deliver=2027-01-15 confirmed=2026-10-12 promised=2026-11-27 contact=2026-11-17
9 | PX-26074 | Oued Fertile SARL | EUR | D 6840.00; B 15960.00 | deliver=2026-12-10 confirmed=2026-09-25 contact=2026-11-05*
11 | PX-26075 | Nakasendo Pump K.K. | JPY | D 2430000 paid=2026-11-02; S 2430000 | deliver=2027-01-20 confirmed=2026-10-12
12 | PX-26077 | Vorland Brunnenbau GmbH | EUR | O 9680.00 | deliver=2026-10-30 confirmed=2026-08-28 contact=2026-11-03
13 | PX-26079 | Tierra Honda Riegos SA | USD | L 51300.00 | deliver=2027-02-08 confirmed=2026-10-16 contact=2026-11-16*
14 | PX-26080 | Karst Water d.o.o. | EUR | S 7450.00 | deliver=2026-12-18 confirmed=2026-10-21
15 | PX-26081 | Dunmarra Bore Services | ? | S 18400.00 | deliver=2027-01-08 confirmed=2026-10-26 contact=2026-11-09
16 | PX-26083 | Al Rimal Well Drilling | KWD | D 1243.100 paid; L 4972.400 | deliver=2027-02-26 confirmed=2026-10-29 contact=2026-11-10
17 | PX-26084 | Boreal Pompe Inc. | CAD | D 3870.00; S 9030.00 | confirmed=2026-11-02 contact=2026-11-19
18 | PX-26086 | Boreal Pompe Inc. | CAD | D 1290.00; S 3010.00 | deliver=2027-03-05 confirmed=2026-11-02 contact=2026-11-19
"""
PUMP_DOUBTS = [
    {
        "row": 15,
        "column": "总金额 Total",
        "field": "currency",
        "order": "PX-26081",
        "readings": ["USD", "AUD", "CAD", None],
        "why": "a bare $ and no currency beside it",
    }
]


def pumps(folder: Path) -> None:
    """Headers in two languages over two rows, a customer merged over two orders, a cost column that is hidden."""
    tall = tuple(f"{c}5:{c}6" for c in "ABCDEFGHNOPQRS")
    orders = Sheet(
        "在手订单 Open orders",
        PUMP_ORDERS,
        merged=("A1:R1", "I5:K5", "L5:M5", *tall, "B7:B8", "A10:D10"),
        hidden=("S",),
        date_format="yyyy/m/d",
        header=(1, 5, 6),
    )
    sheets = (
        Sheet("报价 Prices", PUMP_PRICES),
        orders,
        Sheet("装箱 Packing", PUMP_PACKING),
        Sheet("通讯录", PUMP_CONTACTS),
    )
    write_xlsx(folder / "pumps_zh_en.xlsx", *sheets)
    write_answer(folder / "pumps_zh_en.expected.json", PUMP_ANSWER, sheet=orders.name, ambiguous=PUMP_DOUBTS)


# ---------------------------------------------------------------- bags: UTF-16, tabs, currencies and shares in words
BAGS = """
箱包出口在手合同 | | | | 截至2026.11.20

合同编号 | 买方 | 货物名称 | 件数 | 货值 | 货币 | 结算方式 | 预付款 | 预付款收讫 | 余款 | 余款收讫 | 签约日 | 交货日期 | 答应付款日 | 上次联系 | 跟单备注
XB26-311 | Cordillera Mochilas SRL | 双肩包 | 4000 | 8.4万 | 美元 | 预付30%，发货前付70% | 2.52万 | 20261009 | 5.88万 | | 20260916 | 20261216 | | 20261112 | 织标已确认
XB26-313 | 〃 | 腰包 | 6000 | 2.7万 | 〃 | 〃 | 8,100.00 | | 18,900.00 | | 20261008 | 20270112 | 20261128 | 20261117 |
XB26-316 | Reisewerk Hamburg GmbH | 拉杆箱套 | 2200 | 31,680.00 | 欧元 | 预付三成，余款见提单复印件付清 | 9,504.00 | 已收 | 22,176.00 | | 2026.9.28 | 2026.12.5 | | 2026.11.6 |
XB26-318 | 株式会社タビノワ | 旅行袋 | 1200 | 285万 | 日元 | 预付50%，余款发货前付清 | 142.5万 | 2026.11.4 | 142.5万 | | 2026.10.9 | 2027.1.22 | | 2026.11.4 |
XB26-320 | Sablier Voyages SAS | 化妆包 | 9000 | 14,250.00 | 欧元 | 月结60天 | / | / | / | / | 20260901 | 20261020 | | 20261103 | 等对账单
XB26-321 | 海岚箱包（厦门）商贸 | 电脑包 | 1500 | 126,000.00 | 人民币 | 发货前付全款 | | | | | 2026年10月14日 | 2026年12月11日 | | | 11月16日客户答应11月24日付全款
小计 | | | 23900 | | | | | | | | | | | |
XB26-324 | Ironbark Travel Goods | 拉杆箱 | 700 | 39,900.00 | 美元 | 不可撤销即期L/C | | | | | 20261019 | 20270205 | | 20261118 | 开证行要形式发票正本
XB26-325 | Meridian Luggage FZE | 拉杆箱 | 400 | 22,300.00 | 美元 | 30%预付+70%即期信用证 | 6,690.00 | 未收 | | | 20261023 | 20270218 | 待定 | 20261110 |
XB26-327 | Polana Kufry s.r.o. | 双肩包 | 600 | 9,780.00 | 欧元 | 付款交单（D/P即期） | | | | | 20261027 | 20270108 | | |
XB26-330 | Vestfjord Sekk AS | 防雨罩 | 3000 | 7,200.00 | | 预付30%，发货前付70% | 2,160.00 | 水单已发，未到账 | 5,040.00 | | 20261102 | 20270115 | | | 11.13发唛头稿；11.18客户发来水单
XB26-331 | | 挂包 | 1500 | 3,450.00 | 美元 | 同上 | 1,035.00 | | 2,415.00 | | 20261102 | 待定 | | |
XB26-333 | Lakebed Outdoor Pty Ltd | 驮包 | 800 | 16,480.00 | 澳元 | 预付50%，出货前付50% | 8,240.00 | 已收4,000.00，余4,240.00未收 | 8,240.00 | | 2026年11月3日 | 2027年2月26日 | 2026年12月2日 | 2026年11月19日 |
合计 | | | 30900 | | | | | | | | | | | |
"""
BAGS_ANSWER = """
4 | XB26-311 | Cordillera Mochilas SRL | USD | D 25200.00 paid=2026-10-09; S 58800.00 | deliver=2026-12-16 confirmed=2026-09-16 contact=2026-11-12
5 | XB26-313 | Cordillera Mochilas SRL | USD | D 8100.00; S 18900.00 | deliver=2027-01-12 confirmed=2026-10-08 promised=2026-11-28 contact=2026-11-17
6 | XB26-316 | Reisewerk Hamburg GmbH | EUR | D 9504.00 paid; B 22176.00 | deliver=2026-12-05 confirmed=2026-09-28 contact=2026-11-06
7 | XB26-318 | 株式会社タビノワ | JPY | D 1425000 paid=2026-11-04; S 1425000 | deliver=2027-01-22 confirmed=2026-10-09 contact=2026-11-04
8 | XB26-320 | Sablier Voyages SAS | EUR | O 14250.00 | deliver=2026-10-20 confirmed=2026-09-01 contact=2026-11-03
9 | XB26-321 | 海岚箱包（厦门）商贸 | CNY | S 126000.00 | deliver=2026-12-11 confirmed=2026-10-14 promised=2026-11-24* contact=2026-11-16*
11 | XB26-324 | Ironbark Travel Goods | USD | L 39900.00 | deliver=2027-02-05 confirmed=2026-10-19 contact=2026-11-18
12 | XB26-325 | Meridian Luggage FZE | USD | D 6690.00; L 15610.00 | deliver=2027-02-18 confirmed=2026-10-23 contact=2026-11-10
13 | XB26-327 | Polana Kufry s.r.o. | EUR | B 9780.00 | deliver=2027-01-08 confirmed=2026-10-27
14 | XB26-330 | Vestfjord Sekk AS | - | D 2160.00; S 5040.00 | deliver=2027-01-15 confirmed=2026-11-02 contact=2026-11-18*
15 | XB26-331 | Vestfjord Sekk AS | USD | D 1035.00; S 2415.00 | confirmed=2026-11-02
16 | XB26-333 | Lakebed Outdoor Pty Ltd | AUD | D 8240.00; S 8240.00 | deliver=2027-02-26 confirmed=2026-11-03 promised=2026-12-02 contact=2026-11-19
"""


def bags(folder: Path) -> None:
    """Unicode text of a spreadsheet program: ten thousands as 万, ditto marks, currencies and one share in words."""
    write_text(folder / "bags_zh.csv", BAGS, encoding="utf-16", delimiter="\t")
    write_answer(folder / "bags_zh.expected.json", BAGS_ANSWER)


def build(folder: Path) -> None:
    """Both lists."""
    pumps(folder)
    bags(folder)
