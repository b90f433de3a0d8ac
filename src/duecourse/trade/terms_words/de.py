"""Payment terms in German; meanings as in `MEANINGS` of the package."""

from __future__ import annotations

from typing import Final

WORDS: Final = {
    "before": "vor|vorab vor|vor der|vor dem|spätestens vor|bis|v",
    "after": "nach|n|im anschluss an",
    "from": "ab|seit|gerechnet ab",
    "against": "gegen|gg|gegen vorlage|gegen vorlage von|gegen aushändigung|gegen übergabe",
    "at": "bei|zum|mit|beim|zur",
    "order": (
        "nach ab|nach erhalt der ab|auftrag|bestellung|ab|auftragsbestätigung|auftragserteilung"
        "|auftragseingang|auftragsvergabe"
        "|vertragsabschluss|vertragsunterzeichnung|ab eingang|vertragsschluss|bestelleingang"
        "|auftragsabschluss|erhalt der auftragsbestätigung|proformarechnung|proforma rechnung|unterschrift"
        "|unterzeichnung|kaufvertrag|vertrag|bestellbestätigung|erteilung des auftrags|eingang der bestellung"
        "|erhalt der proformarechnung"
    ),
    "production": (
        "produktion|produktionsbeginn|fertigungsbeginn|produktionsstart|fertigung|beginn der produktion"
        "|produktionsaufnahme|beginn der fertigung"
    ),
    "ready": (
        "versandbereitschaft|fertigstellung|lieferbereitschaft|meldung der versandbereitschaft|versandbereit"
        "|fertigmeldung|versandbereitschaftsmeldung|abholbereitschaft|fertigstellung der ware|bereitstellung"
        "|inspektion|warenprüfung|meldung der lieferbereitschaft|anzeige der versandbereitschaft"
    ),
    "ship": (
        "versand|verschiffung|verladung|auslieferung|absendung|versendung|abholung|abgang|warenausgang"
        "|abfahrt|abruf|versanddatum|lieferung ab werk|export|ausfuhr|versand der ware|verladedatum"
        "|verschiffungsdatum|freigabe der ware|warenfreigabe|abtransport"
    ),
    "delivery": ("lieferung|lieferdatum|anlieferung|übergabe|lieferung der ware|belieferung|auslieferung beim kunden"),
    "arrival": (
        "lieferung und abnahme|"
        "wareneingang|eingang der ware|erhalt der ware|ankunft|warenerhalt|ankunft der ware|empfang der ware"
        "|wareneingang beim kunden|warenempfang|eintreffen|eintreffen der ware|erhalt der lieferung"
        "|ankunft im hafen|erhalt der waren|eingang der waren|eintreffen der sendung"
    ),
    "invoice": (
        "rechnung|re|rechnungsdatum|rechnungserhalt|rechnungsstellung|rechnungseingang|erhalt der rechnung"
        "|re datum|rg datum|fakturadatum|rechnungslegung|belegdatum|faktura|ab rechnungsdatum"
        "|rechnungsausgang|fakturierung|zugang der rechnung|datum der rechnung|eingang der rechnung"
        "|rechnungstellung"
    ),
    "bl": (
        "bl datum|konnossement|seefrachtbrief|bl kopie|datum des bl|konnossementsdatum|frachtbrief"
        "|luftfrachtbrief|verladepapier"
    ),
    "documents": (
        "dokumente|dokumenten|dokumentenkopie|dokumentenkopien|dokumentkopie|versanddokumente|versandpapiere|verschiffungsdokumente|papiere|unterlagen"
        "|transportdokumente|versanddokumenten|frachtpapiere|verschiffungspapiere|exportdokumente"
        "|versandunterlagen"
    ),
    "sight": "sicht|vorlage",
    "acceptance": "abnahme|akzept|akzeptierung|annahme|inbetriebnahme|montage|installation|endabnahme",
    "receipt": "erhalt|eingang|empfang|erhalt der|eingang der|empfang der|eingang des|erhalt des",
    "deposit": (
        "anzahlung|anz|anzlg|az|akonto|a conto|akontozahlung|vorauszahlung|anzahlungen|anzahlungsrechnung"
        "|abschlagszahlung|vorschuss"
    ),
    "advance": (
        "lieferung gegen vorkasse|lieferung nur gegen vorkasse|versand gegen vorkasse|nur gegen vorkasse|"
        "vorkasse|vorauskasse|voraus|im voraus|vorab|vorausüberweisung|per vorkasse|zahlung im voraus"
        "|vorausbezahlung|vorabüberweisung"
    ),
    "lc": (
        "akkreditiv|akkreditive|dokumentenakkreditiv|dokumentenakkreditiven|sichtakkreditiv|akkr"
        "|nachsichtakkreditiv|akkreditivs|dokumenten akkreditiv|bankakkreditiv|akkreditivzahlung"
    ),
    "collection": (
        "kasse gegen dokumente|dokumente gegen zahlung|dokumente gegen kasse|dokumente gegen akzept"
        "|dokumenteninkasso|inkasso|zahlung gegen dokumente|kgd|dokumenten inkasso"
    ),
    "net": "netto|nto|netto kasse|ziel|zahlungsziel|rein netto|zahlbar innerhalb|zahlbar binnen|valuta",
    "open": ("offene rechnung|auf rechnung|offenes zahlungsziel|kauf auf rechnung|auf ziel|gegen offene rechnung"),
    "on_delivery": "nachnahme|gegen nachnahme|zahlung bei lieferung|barzahlung bei lieferung|per nachnahme",
    "now": (
        "sofort|sofort nach erhalt|sofort fällig|sofort netto|sofort rein netto|sofort ohne abzug|barzahlung|bar"
        "|sofort zahlbar"
        "|zahlbar sofort|umgehend|bei rechnungserhalt|netto sofort|zahlung sofort|sofort nach rechnungserhalt"
    ),
    "month_end_first": "monatsende|zum monatsende|ende des monats|ultimo|ab monatsende|per monatsende",
    "next_month": "des folgemonats|folgemonat|des nächsten monats|nächsten monats",
    "rest": (
        "rest|restzahlung|restbetrag|saldo|restl|restlich|restliche|restlichen|schlusszahlung|restsumme"
        "|verbleibend|verbleibende|verbleibenden|der rest|übrige|restforderung|restkaufpreis|endzahlung"
    ),
    "full": (
        "gesamtbetrag|volle zahlung|vollständig|gesamter betrag|komplett|voller betrag|kompletter betrag"
        "|vollzahlung|gesamtzahlung|gesamt"
    ),
    "half": "hälfte|die hälfte|zur hälfte",
    "third": "drittel|ein drittel",
    "percent": "prozent|proz|v h",
    "day": (
        "tage|tagen|tag|tg|tge|kalendertage|tages|werktage|arbeitstage|banktage|werktagen|kalendertagen|t"
        "|bankarbeitstage"
    ),
    "week": "wochen|woche|wo",
    "month": "monate|monat|monaten|monats",
    "discount": "skonto|sk|abzug|rabatt|abzüglich skonto|nachlass|sconto|skto",
    "none": "ohne|kein|keine|keinen|nicht|keiner|außer|entfällt",
    "or": "oder|bzw|beziehungsweise|wahlweise",
    "and": "und|u|dann|sowie|plus|zzgl",
    "copy": "kopie|kopien|fotokopie|scankopie|abschrift|kopie des|kopie der|faxkopie",
    "undecided": (
        "offen|noch offen|nach vereinbarung|wie vereinbart|nach absprache|siehe vertrag|in klärung"
        "|gemäß vertrag|wie üblich|wie gehabt|siehe bemerkung|unbekannt|zu klären|lt vereinbarung"
        "|laut vereinbarung|laut vertrag"
    ),
    "alien": (
        "lieferzeit|gewährleistung|garantie|verzugszinsen|einbehalt|gewährleistungseinbehalt|bürgschaft"
        "|bankbürgschaft|bankgarantie|lieferfrist|provision|gültigkeit|produktionszeit"
    ),
    "fill": (
        "überweisung|per überweisung|banküberweisung|per|der|die|das|des|dem|den|ware|der ware|waren|von|vom"
        "|innerhalb|binnen|zahlbar|zahlung|fällig|unwiderruflich|zahlbar bei|unwiderrufliches"
        "|unwiderruflichen|unwiderrufliche|bestätigt|bestätigtes|bestätigten|auftragswert|auftragswertes"
        "|auftragswerts|des auftragswertes|auftragssumme|rechnungsbetrag|des rechnungsbetrages"
        "|zahlungsbedingung|zahlungsbedingungen|zahlungskonditionen|konditionen|zahlungsweise|ohne abzug"
        "|ohne skonto|ohne abzüge|kein skonto|ohne jeden abzug|datum|der lieferung|ab werk|in raten|raten"
        "|und zwar|durch|auf|des auftrags|kaufpreis|kaufpreises|gesamtwert|gesamtpreis|scheck|wechsel"
        "|durch bank|teilzahlung|dokumentäres|zu zahlen|eröffnung|spätestens|des bestellwertes|bestellwert"
        "|abzüglich|abzgl|wir|sie|ihr|unser|eines|einem|einer|ein|in|im|an|am|aus|erstklassiger|bank"
        "|nettobetrag"
    ),
    "before_shipment": "kasse vor lieferung|zahlung vor lieferung|zahlung vor versand",
}
