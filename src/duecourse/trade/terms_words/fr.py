"""Payment terms in French; meanings as in `MEANINGS` of the package."""

from __future__ import annotations

from typing import Final

WORDS: Final = {
    "before": "avant|avant le|avant la|préalablement à|au plus tard avant|préalable à",
    "after": "après|apr|suivant|à l'issue de",
    "from": "à compter de|à partir de|depuis|dès|à compter du|à partir du",
    "against": (
        "contre|sur présentation|sur présentation de|contre présentation|contre présentation de|contre remise"
        "|contre remise de|ctre|contre envoi|contre envoi de"
    ),
    "at": "à la|à l|au|lors de|lors|sous|avec|au moment de",
    "order": (
        "commande|confirmation de commande|signature|signature du contrat|passation de commande"
        "|prise de commande|contrat|facture proforma|facture pro forma|bon de commande|cde"
        "|confirmation de la commande|accusé de réception de commande|réception de commande"
        "|validation de commande|validation de la commande|réception de la commande|confirmation cde|arc"
        "|passation de la commande|acceptation de la commande"
    ),
    "production": (
        "production|lancement de production|lancement de la production|mise en production|début de production"
        "|fabrication|mise en fabrication|lancement de fabrication|début de fabrication"
        "|lancement en production"
    ),
    "ready": (
        "mise à disposition|marchandise prête|fin de production|avis de mise à disposition|achèvement"
        "|inspection|mad|avis de disponibilité|prêt à expédier|fin de fabrication|marchandises prêtes"
        "|mise à disposition de la marchandise|disponibilité de la marchandise"
    ),
    "ship": (
        "expédition|embarquement|départ|départ usine|chargement|envoi|enlèvement|exp|départ entrepôt"
        "|date d'expédition|date d'embarquement|expédition de la marchandise|expédition des marchandises"
        "|sortie usine|envoi de la marchandise|expéd|expédier|départ marchandise|départ de la marchandise"
    ),
    "delivery": (
        "livraison|date de livraison|livraison de la marchandise|livr|livraison des marchandises"
        "|remise de la marchandise"
    ),
    "arrival": (
        "arrivée|réception|réception de la marchandise|réception des marchandises|réception marchandise"
        "|arrivée de la marchandise|arrivée au port|réception marchandises|arrivée des marchandises"
        "|arrivée à destination|arrivée marchandise|arrivée du navire"
    ),
    "invoice": (
        "facture|date de facture|date facture|date de la facture|réception de facture|réception de la facture"
        "|réception facture|facturation|émission de la facture|date d'émission de la facture"
        "|émission de facture|d f|fact|date de facturation|présentation de la facture|présentation de facture"
    ),
    "bl": (
        "connaissement|date de connaissement|date de bl|date du connaissement|date bl|date du bl|lta"
        "|lettre de transport aérien|lettre de voiture"
    ),
    "documents": (
        "documents d'expédition|documents d'embarquement|documents de transport|docs|documents expédition"
        "|documents de l'expédition|remise des documents|jeu complet de documents"
    ),
    "sight": "à vue|vue|présentation",
    "acceptance": "acceptation|installation|mise en service|réception définitive",
    "receipt": "réception de|réception des|réception du|reçu|recevoir",
    "deposit": ("acompte|arrhes|versement initial|dépôt|avance|acpte|acomptes|premier versement|acompte initial|acpt"),
    "advance": (
        "d'avance|à l'avance|prépaiement|paiement d'avance|paiement anticipé|paiement à l'avance"
        "|payable d'avance|paiement à la commande|comptant à la commande|payé d'avance|virement anticipé"
        "|par avance|prépayé|anticipé|virement d'avance|règlement d'avance"
    ),
    "lc": (
        "lettre de crédit|crédit documentaire|crédoc|credoc|lettres de crédit|l de crédit|lettre crédit"
        "|crédit doc|crédit irrevocable|cred doc"
    ),
    "collection": (
        "remise documentaire|encaissement documentaire|documents contre paiement|documents contre acceptation"
        "|paiement contre documents|comptant contre documents|remdoc|rem doc"
    ),
    "net": "net|nets|crédit|délai de paiement|délai de règlement",
    "open": "compte ouvert|à crédit|sur compte|en compte|découvert|à terme",
    "on_delivery": "contre remboursement|paiement à la livraison|paiement à livraison|comptant à la livraison",
    "now": (
        "comptant|au comptant|paiement comptant|à réception|à réception de facture|à réception de la facture"
        "|paiement à réception|immédiat|paiement immédiat|dès réception|à réception facture"
        "|payable à réception|règlement à réception|comptant à réception|dès réception de facture"
        "|dès réception de la facture|paiement à réception de facture"
    ),
    "month_end": "fin de mois|fdm|f d m|fin mois|fin du mois|net fin de mois",
    "next_month": "du mois suivant|du mois prochain|mois suivant",
    "rest": (
        "solde|reste|restant|le solde|le reste|solde restant|reliquat|paiement final|sde|restants|paiement du solde"
    ),
    "full": "totalité|la totalité|paiement total|intégralité|montant total|totale|total|paiement intégral",
    "half": "moitié|la moitié",
    "third": "un tiers|tiers",
    "percent": "pour cent|pourcent|p cent",
    "day": "jours|jour|j|jrs|js|jours calendaires|jours ouvrés|jours ouvrables|jr|jours nets|jours de",
    "week": "semaines|semaine",
    "month": "mois",
    "discount": "escompte|remise|remise pour paiement anticipé|ristourne|esc",
    "none": "sans|pas|aucun|hors|aucune|pas de|sauf",
    "or": "ou|ou bien|soit",
    "and": "et|puis|ensuite|plus",
    "copy": "copie|copies|copie de|copie du|copie des|scan|photocopie|scannée",
    "undecided": (
        "à définir|à confirmer|à convenir|selon contrat|selon accord|à déterminer|en attente|comme convenu"
        "|à négocier|selon conditions|conditions habituelles|voir contrat"
    ),
    "alien": (
        "délai de livraison|garantie|pénalités|intérêts|retenue|retenue de garantie|pénalité"
        "|délai de production|validité|caution|garantie bancaire|pénalités de retard|intérêts de retard"
        "|indemnité"
    ),
    "fill": (
        "virement|virement bancaire|par virement|virt|de|du|des|la|le|les|l|d|marchandise|marchandises"
        "|la marchandise|irrévocable|irrévocable et confirmé|irrévocable et confirmée|confirmé|confirmée"
        "|paiement|paiements|payable|payables|règlement|réglé|à|dans les|dans|sous un délai de"
        "|conditions de paiement|conditions de règlement|modalités de paiement|modalités|montant|du montant"
        "|valeur|de la commande|sans escompte|pas d'escompte|date|en|par|un|une|échéances|échéance|fois"
        "|traite|lcr|chèque|banque|versement|versements|date de|du montant total|du total|ht|ttc"
        "|de la facture|nos|votre|bancaire|à titre de|titre|au titre de|délai|maximum|cas|de la totalité"
        "|du montant de la commande|transférable|avis"
    ),
    "before_shipment": "paiement avant expédition|paiement avant livraison|règlement avant expédition",
}
