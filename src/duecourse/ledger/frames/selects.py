"""One casting SELECT for each frame of the history, columns named as there; see `pieces` for what braces mean.

Of events only those count that nothing supersedes and that are not void. Rows come in the order in which they were
written: the shelf has an order, and two runs must not differ.
"""

from __future__ import annotations

from typing import Final

SELLERS: Final = """
SELECT {key:w.id} AS seller, {text:w.country} AS country, {day:w.bank_loaded_on} AS bank_loaded_on,
    {flag:w.unmatched_money} AS unmatched_money
FROM ledger_workspace w WHERE w.id = {workspace}
"""
CLOSURES: Final = """
SELECT {key:f.workspace_id} AS seller, {day:f.from_on} AS from_on, {day:f.to_on} AS to_on
FROM ledger_closure f WHERE f.workspace_id = {workspace} ORDER BY f.id
"""
CLOSED_DAYS: Final = """
SELECT {key:d.workspace_id} AS seller, {day:d."on"} AS "on"
FROM ledger_closedday d WHERE d.workspace_id = {workspace} ORDER BY d.id
"""
# Another way to reach him: a second person, or one who can be called or written to elsewhere; nobody recorded: unknown.
CUSTOMERS: Final = """
SELECT {key:c.id} AS customer, {key:c.workspace_id} AS seller, c.name AS name, {text:c.country} AS country,
    {text:c.zone} AS zone, c.relationship AS relationship, c.reply_days_median AS reply_days_median,
    {flag:(ways.found > 1)} AS other_way, {flag:c.thin_margin} AS thin_margin, {flag:c.new} AS "new",
    {flag:c.legal_flag} AS legal_flag, {day:c.legal_taken_on} AS legal_taken_on
FROM ledger_customer c LEFT JOIN (
    SELECT p.customer_id, COUNT(*) + MAX(
        CASE WHEN p.phone <> '' OR p.whatsapp <> '' OR p.wechat <> '' THEN 1 ELSE 0 END) AS found
    FROM ledger_contact p WHERE {scope:p p.customer_id} AND p.left_on IS NULL GROUP BY p.customer_id
) ways ON ways.customer_id = c.id
WHERE {scope:c c.id} ORDER BY c.id
"""
CUSTOMER_HOLIDAYS: Final = """
SELECT {key:h.customer_id} AS customer, {day:h."on"} AS "on"
FROM ledger_customerholiday h WHERE {scope:h h.customer_id} ORDER BY h.id
"""
# A shelf is kept for an order as soon as one thing on it fits: made for the order, its customer, product or material.
ORDERS: Final = """
WITH kept AS (
    SELECT a.reach, a.order_id, a.customer_id, a.product_id, a.material_id FROM ledger_asset a WHERE {kept:a}
)
SELECT {key:o.id} AS "order", {key:o.customer_id} AS customer, o.number AS number,
    COALESCE(p.name, {text:o.goods}) AS product, t.name AS material, {day:o.confirmed_on} AS confirmed_on,
    {day:o.deliver_on} AS deliver_on, {day:o.delivery_agreed_on} AS delivery_agreed_on, {text:o.incoterm} AS incoterm,
    o.production_days AS production_days, o.transport_days AS transport_days, o.booking_days AS booking_days,
    {day:o.ready_on} AS ready_on, {day:o.eta_on} AS eta_on, o.slot AS slot, {day:o.new_date} AS new_date,
    {day:o.new_date_named_on} AS new_date_named_on, {day:o.delivered_on} AS delivered_on,
    {day:o.closed_on} AS closed_on,
    {flag:(CASE WHEN o.id IN (SELECT order_id FROM kept WHERE reach = 'order')
        OR o.customer_id IN (SELECT customer_id FROM kept WHERE reach = 'customer')
        OR o.product_id IN (SELECT product_id FROM kept WHERE reach = 'product')
        OR p.material_id IN (SELECT material_id FROM kept WHERE reach = 'material')
        THEN TRUE ELSE FALSE END)} AS assets_recorded
FROM ledger_order o LEFT JOIN ledger_product p ON p.id = o.product_id
LEFT JOIN ledger_material t ON t.id = p.material_id
WHERE {scope:o o.customer_id} ORDER BY o.id
"""
# Hundreds of a step number further payments of one kind and place, which do not wait for one another.
MILESTONES: Final = """
SELECT {key:m.id} AS "case", {key:m.order_id} AS "order", m.kind AS kind, m.step % 100 AS step,
    m.amount_minor AS amount_minor, COALESCE({text:m.currency}, {text:o.currency}) AS currency,
    m.clearing_days AS clearing_days, {day:m.due_on} AS due_on, {day:m.terms_sent_on} AS terms_sent_on,
    {day:m.paid_on} AS paid_on, {flag:m.slow_corridor} AS slow_corridor,
    {day:m.own_bank_checked_on} AS own_bank_checked_on
FROM ledger_milestone m JOIN ledger_order o ON o.id = m.order_id
WHERE {scope:m o.customer_id} ORDER BY m.id
"""
CHECKLIST: Final = """
SELECT {key:e.order_id} AS "order", e.point AS point, e.state AS state, {text:e.evidence} AS evidence,
    {happened:e.happened_on} AS "on"
FROM ledger_checkstep e {of_order}
WHERE {scope:e o.customer_id} AND {stands:ledger_checkstep} ORDER BY COALESCE(e.seq, 0), e.id
"""
ASSETS: Final = """
SELECT {key:a.id} AS asset, {key:a.workspace_id} AS seller, a.kind AS kind, a.title AS title, a.reach AS reach,
    CASE a.reach WHEN 'order' THEN {key:a.order_id} WHEN 'customer' THEN {key:a.customer_id}
        WHEN 'product' THEN p.name ELSE t.name END AS reach_key,
    {text:a.confirms} AS confirms, {day:a.valid_until} AS valid_until, {happened:a.added_on} AS added_on
FROM ledger_asset a LEFT JOIN ledger_product p ON p.id = a.product_id
LEFT JOIN ledger_material t ON t.id = a.material_id
WHERE {shelf:a} ORDER BY a.id
"""
ASSET_SENDS: Final = """
SELECT {key:e.asset_id} AS asset, {key:e.customer_id} AS customer, {day:e.happened_on} AS "on"
FROM ledger_assetsend e JOIN ledger_asset a ON a.id = e.asset_id
WHERE {scope:e e.customer_id} AND {stands:ledger_assetsend} AND {shelf:a} ORDER BY e.id
"""
STANDING: Final = """
SELECT {key:e.order_id} AS "order", e.kind AS kind, {day:e.happened_on} AS "on"
FROM ledger_standinganswer e {of_order}
WHERE {scope:e o.customer_id} AND {stands:ledger_standinganswer} ORDER BY e.id
"""
PROMISES: Final = """
SELECT {key:e.milestone_id} AS "case", {day:e.happened_on} AS made_on, {day:e.pay_on} AS pay_on,
    e.amount_minor AS amount_minor, {day:e.withdrawn_on} AS withdrawn_on
FROM ledger_promise e {of_case}
WHERE {scope:e o.customer_id} AND {stands:ledger_promise} ORDER BY e.id
"""
CREDITS: Final = """
SELECT {key:e.milestone_id} AS "case", e.stage AS stage, {happened:e.happened_on} AS "on",
    {day:e.points_sent_on} AS points_sent_on, {flag:e.dates_clash} AS dates_clash
FROM ledger_creditstep e {of_case}
WHERE {scope:e o.customer_id} AND {stands:ledger_creditstep} ORDER BY e.id
"""
TOUCHES: Final = """
SELECT {key:e.customer_id} AS customer, {key:e.milestone_id} AS "case", {day:e.happened_on} AS "on", e.seq AS seq,
    e.kind AS kind, {text:e.topic} AS topic, e.level AS level, {flag:e.to_review} AS to_review,
    {day:e.arrived_on} AS arrived_on, {day:e.recorded_on} AS recorded_on
FROM ledger_touch e
WHERE {scope:e e.customer_id} AND {stands:ledger_touch} ORDER BY e.id
"""
INBOUNDS: Final = """
SELECT {key:e.customer_id} AS customer, {key:e.milestone_id} AS "case", {day:e.happened_on} AS "on", e.seq AS seq,
    e.kind AS kind, {text:e.says} AS says, {text:e.reason} AS reason, {day:e.until_on} AS until_on,
    {text:e.question} AS question, {flag:e.paid_claim} AS paid_claim,
    {flag:e.wants_fewer_mails} AS wants_fewer_mails, {flag:e.price_push} AS price_push, {flag:e.dispute} AS dispute,
    {day:e.handled_on} AS handled_on, {day:e.settled_on} AS settled_on, {day:e.recorded_on} AS recorded_on
FROM ledger_inbound e
WHERE {scope:e e.customer_id} AND {stands:ledger_inbound} ORDER BY e.id
"""
PAYMENTS: Final = """
SELECT {key:e.milestone_id} AS "case", {day:e.happened_on} AS "on", e.amount_minor AS amount_minor
FROM ledger_payment e {of_case}
WHERE {scope:e o.customer_id} AND {stands:ledger_payment} ORDER BY e.id
"""
# The row that closes a fix tells all of it anew, so its day is still that of the opening.
FIXES: Final = """
SELECT {key:e.milestone_id} AS "case", e.what AS what, {day:e.happened_on} AS opened_on,
    {day:e.closed_on} AS closed_on
FROM ledger_fix e {of_case}
WHERE {scope:e o.customer_id} AND {stands:ledger_fix} ORDER BY e.id
"""
HOLDS: Final = """
SELECT {key:e.milestone_id} AS "case", {day:e.from_on} AS from_on, {day:e.to_on} AS to_on,
    {text:e.why} AS why
FROM ledger_hold e {of_case}
WHERE {scope:e o.customer_id} AND {stands:ledger_hold} ORDER BY e.id
"""
SELECTS: Final = {
    "sellers": SELLERS,
    "closures": CLOSURES,
    "closed_days": CLOSED_DAYS,
    "customers": CUSTOMERS,
    "customer_holidays": CUSTOMER_HOLIDAYS,
    "orders": ORDERS,
    "milestones": MILESTONES,
    "checklist": CHECKLIST,
    "assets": ASSETS,
    "asset_sends": ASSET_SENDS,
    "standing": STANDING,
    "promises": PROMISES,
    "credits": CREDITS,
    "touches": TOUCHES,
    "inbounds": INBOUNDS,
    "payments": PAYMENTS,
    "fixes": FIXES,
    "holds": HOLDS,
}
