"""Payment terms in Spanish; meanings as in `MEANINGS` of the package."""

from __future__ import annotations

from typing import Final

WORDS: Final = {
    "before": "antes|antes de|antes del|previo|previo a|previo al|previa|previo el|antes de la",
    "after": "después|después de|después del|tras|posterior a|posteriores a|posterior|posteriores|desp",
    "from": "desde|a partir de|a contar de|contados desde|a contar desde",
    "against": (
        "contra|c|contra presentación|contra presentación de|contra entrega de|a la presentación de|ctra"
        "|frente a|contra envío de|contra envío"
    ),
    "at": "al|a la|en el momento de|con|a la hora de|en",
    "order": (
        "pedido|confirmación de pedido|confirmación del pedido|orden|orden de compra|firma|firma del contrato"
        "|firma de contrato|contrato|proforma|factura proforma|confirmación|colocación del pedido|oc"
        "|aceptación del pedido|formalización del pedido|realizar el pedido|confirmar|confirmar el pedido"
        "|hacer el pedido|confirmar pedido"
    ),
    "production": (
        "producción|inicio de producción|inicio de la producción|fabricación|inicio de fabricación"
        "|comenzar la producción|iniciar producción|inicio de la fabricación|comenzar producción"
    ),
    "ready": (
        "mercancía lista|mercadería lista|terminación|finalización|fin de producción|aviso de disponibilidad"
        "|disponibilidad|inspección|puesta a disposición|término de producción|lista para embarque"
        "|finalización de la producción|listo para embarque"
    ),
    "ship": (
        "embarque|cargar|despachar|expedir"
        "|envío|despacho|expedición|carga|salida|salida de fábrica|fecha de embarque|zarpe|embarcar"
        "|enviar|salida de puerto|recogida|retiro|retirada|exportación|embarque de la mercancía"
        "|envío de la mercancía|cargar|carga del contenedor"
    ),
    "delivery": (
        "entrega|fecha de entrega|entrega de la mercancía|entrega de mercancía|entrega de mercadería|entregar"
    ),
    "arrival": (
        "llegada|recepción|recepción de la mercancía|recepción de mercancía|recepción mercancía"
        "|llegada de la mercancía|llegada de mercancía|recibir la mercancía|llegada a puerto|arribo"
        "|recibo de mercancía|recepción de la mercadería|recibida la mercancía|recepción de mercadería"
        "|llegada al puerto|recibo de la mercancía|llegada mercancía"
    ),
    "invoice": (
        "factura|fecha factura|fecha de factura|fecha de la factura|f f|ff|recepción de factura"
        "|recepción de la factura|facturación|emisión de factura|recibo de factura|emisión de la factura|fra"
        "|fecha fra|f factura|fecha facturación|presentación de factura"
    ),
    "bl": (
        "conocimiento de embarque|fecha bl|fecha de bl|fecha del bl|fecha de conocimiento de embarque"
        "|guía aérea|conocimiento embarque|fecha b l|carta de porte|emisión del bl"
    ),
    "documents": (
        "documentos|documentación|documentos de embarque|docs de embarque|documentación de embarque|docs"
        "|documentos de envío|documentos de transporte|docs embarque|liberación de documentos"
        "|documentos embarque"
    ),
    "sight": "a la vista|vista|presentación",
    "acceptance": "aceptación|instalación|puesta en marcha",
    "receipt": "recepción de|recibo|recibo de|recibir|recepción del|recibido",
    "deposit": (
        "anticipo|depósito|seña|señal|pago inicial|entrada|anticipos|a cuenta|pago a cuenta|enganche|antic"
        "|abono inicial|pago anticipado parcial|anticipada parcial|dep"
    ),
    "advance": (
        "por anticipado|anticipado|pago anticipado|prepago|por adelantado|adelantado|pago adelantado|adelanto"
        "|pago por adelantado|transferencia anticipada|pago por anticipado|prepagado|pagado por adelantado"
        "|de antemano|transferencia previa|pago previo|anticipada"
    ),
    "lc": (
        "carta de crédito|crédito documentario|cartas de crédito|carta crédito|c crédito|cta cto"
        "|cc irrevocable|c d i|cdi|crédito irrevocable|carta de crédito documentaria|crédito doc"
    ),
    "collection": (
        "cobranza documentaria|remesa documentaria|documentos contra pago|documentos contra aceptación"
        "|pago contra documentos|cobranza|contado contra documentos|remesa documentaria a la vista"
        "|efectivo contra documentos|cobro documentario"
    ),
    "net": "neto|netos|crédito|plazo|días de crédito|crédito a|neto a",
    "open": "cuenta abierta|cta abierta|cuenta corriente|a crédito|cta cte|pago diferido|pago aplazado",
    "on_delivery": (
        "contra entrega|contrareembolso|contra reembolso|contrarreembolso|pago contra entrega"
        "|contra entrega de mercancía|contra entrega de la mercancía|pago a la entrega"
    ),
    "now": (
        "contado|al contado|pago al contado|pago inmediato|de contado|efectivo|inmediato|pronto pago"
        "|a la recepción de la factura|al recibo de la factura|pago de contado"
    ),
    "month_end": "fin de mes|final de mes|fin mes|fdm|a fin de mes|f d m|último día del mes",
    "next_month": "del mes siguiente|del siguiente mes|del próximo mes|mes siguiente",
    "rest": (
        "saldo|resto|restante|restantes|el resto|saldo restante|balance|remanente|el saldo|pago final"
        "|liquidación|diferencia|pago restante|sdo"
    ),
    "full": "total|pago total|totalidad|importe total|la totalidad|pago completo|íntegro",
    "half": "mitad|la mitad",
    "third": "un tercio|tercio",
    "percent": "por ciento|porciento|por cien",
    "day": ("días|día|d|días naturales|ds|días hábiles|días calendario|días laborables|días corridos"),
    "week": "semanas|semana",
    "month": "meses|mes",
    "discount": "descuento|dto|dcto|desc|descuento pronto pago|descuento por pronto pago|dto p p|dtopp|dpp",
    "none": "sin|no|ningún|excepto|ninguna",
    "or": "o|o bien|u",
    "and": "y|e|más|luego|después el",
    "copy": "copia|copias|copia de|copia del|escaneada|escaneado|fotocopia|copia escaneada|scan",
    "undecided": (
        "por definir|por confirmar|a convenir|según contrato|según acuerdo|pendiente|a confirmar|por acordar"
        "|según lo acordado|a definir|lo habitual|según convenio|sin definir"
    ),
    "alien": (
        "plazo de entrega|tiempo de entrega|garantía|intereses|recargo|validez|tiempo de producción|retención"
        "|comisión|aval|garantía bancaria|plazo de producción"
    ),
    "fill": (
        "transferencia|transferencia bancaria|transf|por transferencia|giro|de|del|la|el|los|las|mercancía"
        "|de la mercancía|mercadería|irrevocable|irrevocable y confirmada|confirmada|confirmado|pago|pagos"
        "|pagadero|pagar|pagado|a|un|una|por|dentro de|condiciones de pago|condiciones|forma de pago|importe"
        "|valor|valor del pedido|valor de la factura|valor total|fecha|de fecha|de la fecha|plazos|cuotas"
        "|letra|pagaré|cheque|banco|del total|del importe|del pedido|del importe total|bancario|bancaria"
        "|sin descuento|términos de pago|términos|su|nuestro|y confirmada|que|se|para|abonar|como|mediante"
        "|vía|del valor|de pago|en concepto de|plazo máximo|a los|fecha de|máximo|de primer orden|divisible"
        "|transferible|del contrato|del valor total|monto|monto total|del monto|a plazo|diferida|diferido"
    ),
    "before_shipment": "pago antes de embarque|pago previo al embarque|pago antes del embarque",
}
