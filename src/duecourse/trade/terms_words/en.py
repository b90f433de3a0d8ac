"""Payment terms in English; meanings as in `MEANINGS` of the package."""

from __future__ import annotations

from typing import Final

WORDS: Final = {
    "before": "before|b4|bef|prior to|prior|ahead of|in advance of|on or before|at or before|not later than|b/f|bf",
    "after": "after|aft|following|upon expiry of",
    "from": "from|frm|fr|since|as of|starting from",
    "against": "against|agst|vs|versus|on presentation of|upon presentation of|in exchange for|on sight of",
    "at": "at|on|upon|with|when|once",
    "order": (
        "order|purchase order|po|order confirmation|confirmation of order|order placement|placing order"
        "|placing the order|placement of order|contract|signing|signature|contract signing"
        "|signing of contract|signing the contract|sales contract|sales confirmation|sc|pi|p i|proforma"
        "|pro forma|proforma invoice|pro forma invoice|pro-forma|confirmation|acknowledgement"
        "|order acknowledgement|booking of order|order received|receipt of order|contract signature"
        "|confirming order|confirmation of contract|conclusion of contract|signing sc|signing pi"
        "|countersigned pi"
    ),
    "production": (
        "production|start of production|mass production|bulk production|manufacturing|starting production"
        "|production start|commencement of production|starting mass production|start of mass production"
    ),
    "ready": (
        "completion|production completion|completion of production|production completed|production finished"
        "|finished production|goods ready|goods are ready|readiness|readiness of goods|ready for shipment"
        "|ready to ship|ready for dispatch|inspection|goods ready for shipment|goods are ready for shipment"
        "|qc|qc inspection|pre shipment inspection|inspection passed|passed inspection"
        "|notification of readiness|notice of readiness|ready|cargo readiness|cargo ready|order is ready"
        "|order ready|production is completed|production is finished|final inspection|psi"
    ),
    "ship": (
        "shipment|it ships|ships|shipping|ship|shipped|shpt|shipt|shpmt|shipmt|shp|dispatch|despatch|loading"
        "|container loading|load|loaded|embarkation|departure|ex factory|ex works|exw|etd|leaving factory"
        "|leaving port|leave|leaves|leaving|sailing|on board date|shipment date|date of shipment"
        "|shipping date|collection|pick up|pickup|date of dispatch|goods shipped|shipment of goods"
        "|dispatch of goods|sent|sending goods|export|release of goods|goods release|releasing goods"
        "|release of cargo|cargo release|release of the goods|shipment of the goods|delivery ex works"
        "|delivery from factory"
    ),
    "delivery": (
        "delivery|delivered|deliver|dlvy|dely|delivery date|date of delivery|delivery of goods"
        "|delivery of the goods|handover|dlv"
    ),
    "arrival": (
        "arrival|arrive|arrives|arrived|arrival of goods|arrival of the goods|goods arrival|goods receipt"
        "|receipt of goods|receipt of the goods|receiving goods|receiving the goods|goods received"
        "|goods are received|receipt of merchandise|receipt of cargo|cargo arrival|arrival at port|eta"
        "|arrival date|vessel arrival|receipt of shipment|delivery to warehouse|arrival of cargo"
        "|date of arrival|arrival of shipment|arrival of vessel|arrival in warehouse|discharge port arrival"
        "|receive goods|receiving of goods"
    ),
    "invoice": (
        "invoice|inv|roi|r o i|invoice date|date of invoice|invoicing|receipt of invoice|inv date|invoice receipt"
        "|commercial invoice|invoiced|date of the invoice|receipt of the invoice|receiving invoice|ci|billing"
        "|bill date"
    ),
    "bl": (
        "bl|b l|bill of lading|bill lading|bol|bl date|date of bl|bl issue date|bill of lading date"
        "|date of bill of lading|awb|air waybill|obl|airway bill|telex release|original bl|seaway bill"
        "|sea waybill|draft bl|master bl|mbl|hbl|shipped on board bl|issuance of bl|issue of bl|bls"
        "|bl issuance|waybill|fcr|cmr"
    ),
    "documents": (
        "documents|document|docs|doc|shipping documents|shipping docs|ship docs|transport documents"
        "|export documents|original documents|original docs|set of documents|full set of documents"
        "|release of documents|releasing documents|documents release"
    ),
    "sight": "sight|presentation",
    "acceptance": (
        "installation|commissioning|installation and commissioning|start up|final installation|handover certificate|"
        "acceptance|acceptance of draft|acceptance of drafts|draft acceptance|acceptance of goods|final acceptance"
    ),
    "receipt": "receipt|receipt of|receiving|received|receive|rcpt|on receipt of|upon receipt of",
    "deposit": (
        "down|"
        "deposit|dep|dpst|deposits|down payment|downpayment|advance deposit|deposit payment|initial payment"
        "|first payment|1st payment|initial deposit|advance payment|adv payment|advance pmt|adv pmt|down pmt"
        "|downpmt|dp payment|upfront payment|retainer|security deposit|advanced payment"
        "|part payment in advance"
    ),
    "advance": (
        "in advance|advance|adv|upfront|up front|prepayment|pre payment|prepay|prepaid|pre paid"
        "|cash in advance|cia|tt in advance|pay in advance|payment in advance|paid in advance|cash with order"
        "|cwo|in adv|advanced|beforehand|payable in advance|full prepayment|proforma prepayment"
        "|payment with order|pre pay|pia"
    ),
    "lc": (
        "lc|l c|letter of credit|letters of credit|documentary credit|documentary letter of credit|dlc|ilc"
        "|usance lc|irrevocable lc|irrevocable letter of credit|doc credit|lcs|letter credit"
        "|irrevocable credit"
    ),
    "collection": (
        "d/a|"
        "dp|d p|d a|cad|c a d|cash against documents|cash against docs|documents against payment"
        "|documents against acceptance|documentary collection|document against payment"
        "|document against acceptance|collection at sight|docs against payment|docs against acceptance"
        "|payment against documents|doc collection|bank collection|documentary draft|sight draft"
        "|usance dp|time draft|cash against shipping documents"
    ),
    "net": "net|nett|nt|net days|credit|credit terms|credit term|days net",
    "open": ("oa|o a|open account|open acct|open acc|open credit|on account|on credit|open terms|deferred payment"),
    "on_delivery": (
        "cod|c o d|cash on delivery|payment on delivery|collect on delivery|payable on delivery|pay on delivery"
    ),
    "now": (
        "due on receipt|due upon receipt|on receipt of invoice|upon receipt of invoice|payable on receipt"
        "|immediate|immediately|at once|spot cash|immediate payment|due immediately|prompt payment|prompt"
        "|payment on receipt|payable immediately|cash|on receipt|upon receipt|payable upon receipt|due now"
    ),
    "month_end_first": (
        "eom|end of month|month end|end of the month|monthend|end month|end of invoice month"
        "|end of following month|monthly|monthly statement|from end of month|after end of month"
        "|end of month following|from month end|after month end|e o m|end of month of invoice|mei"
    ),
    "next_month": (
        "of the month following|of month following|of the month after|of the month after invoice|"
        "of the following month|of following month|of next month|of the next month|prox|proximo"
        "|following month|next month|mfi"
    ),
    "rest": (
        "balance|bal|blance|balanse|rest|remaining|remainder|remain|residual|remaining balance"
        "|balance payment|bal payment|rest payment|balance amount|remaining amount|remaining payment"
        "|final payment|outstanding|final balance|outstanding balance|balance due|the rest"
    ),
    "full": (
        "full payment|full amount|in full|full|whole amount|total payment|total amount|fully paid|full value"
        "|entire amount|one hundred percent"
    ),
    "half": "half|one half",
    "third": "one third|a third|third",
    "percent": "percent|per cent|pct|prc",
    "day": ("days|day|d|calendar days|dys|calendar day|day s|working days|business days|banking days|bank days|dd"),
    "week": "weeks|week|wks|wk",
    "month": "months|month|mths|mth|mo",
    "discount": (
        "discount|disc|cash discount|early payment discount|prompt payment discount|rebate|less|deduction"
        "|discount if paid|if paid|if paid within"
    ),
    "none": "no|not|without|wo|w o|never|non|waived|excluding|except|unless",
    "or": "or|and or|alternatively|either",
    "and": "and|then|plus|as well as",
    "copy": (
        "copy|copies|scan|scanned|scan copy|scanned copy|photocopy|fax|faxed|fax copy|cpy|email copy|copy of"
        "|electronic copy"
    ),
    "undecided": (
        "tbd|tbc|tba|tbn|to be confirmed|to be agreed|to be decided|to be discussed|to be advised|as agreed"
        "|as per contract|as per agreement|under discussion|negotiable|see contract|see remarks|see above"
        "|as usual|as before|pending|open point|unknown|not agreed|various|mixed|see pi|to be defined"
        "|as discussed|as per pi|as per order|usual terms|standard terms|agreed terms"
    ),
    "alien": (
        "lead time|leadtime|delivery time|production time|production lead time|warranty|guarantee|retention"
        "|retained|interest|penalty|late fee|validity|valid|delivery within|shipment within|delivered within"
        "|bank guarantee|standby|commission|insurance|warrantee|delivery in|shipment in|insured|ship within"
        "|shipped within|quote valid|offer valid|moq|price validity"
    ),
    "fill": (
        "one|two|three|thirty|sixty|ninety|forty five|forty|"
        "non refundable|not refundable|nonrefundable|"
        "tt|t t|ttr|t t r|telegraphic transfer|wire|wire transfer|bank transfer|transfer|swift|bank|banks|by"
        "|via|thru|through|to|be|is|are|of|the|a|an|as|in|for|our|your|all|total|invoice value|order value"
        "|contract value|order amount|contract amount|invoice amount|total value|total order value|value"
        "|amount|amt|pmt|payment|payments|payment terms|payment term|terms of payment|payment conditions"
        "|payment condition|paid|pay|payable|due|settled|settle|cleared|within|irrevocable|irrev|revocable"
        "|confirmed|unconfirmed|transferable|usance|at usance|deferred|latest|maximum|max|usd|goods|the goods"
        "|cargo|merchandise|products|date|dates|western union|paypal|paypal transfer|credit card|cheque|check"
        "|draft|drafts|bank draft|instalments|installments|instalment|installment|tranches|parts|times"
        "|order quantity|ucp 600|ucp600|incoterms 2020|incoterms 2010|made|should|shall|will|must"
        "|against order|opened|open|issued|100 confirmed|first|second|1st|2nd|3rd|against payment|remitted"
        "|remittance|send|sent by|mail|email|of total|of order|of contract|of invoice|of invoice value"
        "|of order value|of contract value|of the total|of total value|of the order|of goods|of the goods"
        "|of total amount|we|you|buyer|seller|customer|us|client|it|this|that|only|both|each|every|original"
        "|originals|payt|paymt|fob|cif|cfr|dap|ddp|fca|cpt|cip|invoice total|total invoice|total contract"
        "|of pi value|pi value|pi amount|prime bank|first class bank|negotiable at any bank"
        "|available by negotiation|net cash|terms"
    ),
    "before_shipment": (
        "cash before delivery|cash before shipment|cbd|payment before delivery|ship after payment"
        "|payment before shipment"
    ),
}
