"""Payment terms in Portuguese; meanings as in `MEANINGS` of the package."""

from __future__ import annotations

from typing import Final

WORDS: Final = {
    "before": "antes|antes do|antes da|antes de|prévio|prévio ao|anterior ao",
    "after": "após|depois|depois do|depois da|apos|depois de|pós",
    "from": "desde|a partir de|a contar de|a contar da|contados da|a partir da",
    "against": (
        "contra|contra apresentação|contra apresentação de|mediante apresentação|mediante|contra envio|contra envio de"
    ),
    "at": "no|na|no ato|ao|no momento da|no momento do|à|com",
    "order": (
        "pedido|encomenda|confirmação do pedido|confirmação da encomenda|confirmação de encomenda"
        "|confirmação de pedido|assinatura|assinatura do contrato|ordem de compra|fatura proforma|adjudicação"
        "|ato do pedido|colocação do pedido|contrato|confirmação|aceite do pedido|factura proforma"
        "|fechamento do pedido|aprovação do pedido|fatura pró-forma|no pedido|no ato do pedido"
        "|no fechamento do pedido"
    ),
    "production": (
        "produção|início da produção|início de produção|fabricação|fabrico|início do fabrico"
        "|início da fabricação|iniciar a produção|iniciar produção"
    ),
    "ready": (
        "mercadoria pronta|conclusão|prontidão|fim da produção|aviso de mercadoria pronta|inspeção"
        "|término da produção|pronta para embarque|final da produção|conclusão da produção"
    ),
    "ship": (
        "embarque|carregar|embarcar|expedir|enviar"
        "|envio|expedição|despacho|carregamento|saída|saída da fábrica|data de embarque|coleta"
        "|data do embarque|carga|levantamento|embarque da mercadoria|envio da mercadoria"
        "|expedição da mercadoria|faturamento antes|no embarque|no envio"
    ),
    "delivery": "entrega|data de entrega|entrega da mercadoria|data da entrega|no ato da entrega",
    "arrival": (
        "chegada|recebimento da mercadoria|chegada da mercadoria|recepção da mercadoria|receção da mercadoria"
        "|recebimento das mercadorias|chegada ao porto|chegada no porto|recebimento|recebimento de mercadoria"
        "|receção|chegada das mercadorias|recepção das mercadorias"
    ),
    "invoice": (
        "fatura|factura|data da fatura|data da factura|nota fiscal|data fatura|recebimento da fatura"
        "|emissão da fatura|faturamento|emissão da nota fiscal|nf|data de emissão da fatura|data de fatura"
        "|data factura|receção da fatura|recepção da fatura|data de faturação|emissão da nf"
        "|data do faturamento|faturação"
    ),
    "bl": (
        "conhecimento de embarque|data do bl|data bl|data do conhecimento|data de bl|conhecimento"
        "|data do conhecimento de embarque|data do b l|emissão do bl"
    ),
    "documents": (
        "documentos|documentos de embarque|documentação|documentação de embarque|docs|documentos de expedição"
        "|documentos de transporte|docs de embarque"
    ),
    "sight": "à vista|vista|apresentação",
    "acceptance": "aceite|aceitação|instalação|comissionamento",
    "receipt": "recebimento de|recebimento da|recebimento do|receber",
    "deposit": ("sinal|entrada|adiantamento|depósito|adiant|pagamento inicial|de entrada|sinal de negócio|caução"),
    "advance": (
        "antecipado|pagamento antecipado|adiantado|antecipadamente|pré-pagamento|pagamento adiantado|à cabeça"
        "|100 antecipado|antecipada|transferência antecipada|por antecipação|pgto antecipado|pagto antecipado"
        "|pag antecipado|antecipação"
    ),
    "lc": (
        "carta de crédito|crédito documentário|crédito documental|cartas de crédito|carta crédito|crédito irrevogável"
    ),
    "collection": (
        "cobrança documentária|cobrança documental|documentos contra pagamento|documentos contra aceite"
        "|pagamento contra documentos|remessa documentária|remessa sem saque|cobrança"
    ),
    "net": "líquido|líquidos|prazo|crédito|dias líquidos|prazo de pagamento",
    "open": "conta aberta|conta corrente|faturado|a prazo",
    "on_delivery": "contra entrega|à cobrança|pagamento contra entrega|pagamento na entrega|contra reembolso",
    "now": (
        "pagamento à vista|pronto pagamento|a pronto|pagamento imediato|dinheiro|a pronto pagamento|imediato"
        "|pgto à vista"
    ),
    "month_end": "fim do mês|fim de mês|final do mês|fora o mês",
    "next_month": "do mês seguinte|do próximo mês",
    "rest": (
        "saldo|restante|restantes|o restante|o saldo|resto|remanescente|valor restante|pagamento final"
        "|saldo restante|os restantes"
    ),
    "full": "total|pagamento total|totalidade|valor total|integral|pagamento integral",
    "half": "metade|a metade",
    "third": "um terço|terço",
    "percent": "por cento|porcento",
    "day": "dias|dia|dd|dias corridos|d|dias úteis|ddl",
    "week": "semanas|semana",
    "month": "meses|mês|mes",
    "discount": "desconto|desconto de|desc|desconto p p",
    "none": "sem|não|nenhum|exceto|nenhuma",
    "or": "ou",
    "and": "e|mais",
    "copy": "cópia|cópias|cópia do|cópia de|cópia dos|digitalizada|cópia digitalizada",
    "undecided": (
        "a definir|a confirmar|a combinar|conforme contrato|pendente|conforme combinado|conforme acordo"
        "|a acordar|a negociar"
    ),
    "alien": (
        "prazo de entrega|tempo de entrega|garantia|juros|multa|validade|retenção|comissão|prazo de produção"
        "|fiança|garantia bancária"
    ),
    "fill": (
        "transferência|transferência bancária|ted|pix|boleto|por transferência|de|do|da|dos|das|o|a|os|as"
        "|mercadoria|da mercadoria|irrevogável|irrevogável e confirmada|confirmada|confirmado|pagamento"
        "|pagamentos|pago|condições de pagamento|condição de pagamento|condições|valor|do valor|do pedido|em"
        "|por|um|uma|até|parcelas|prestações|data|banco|sem desconto|pgto|pagto|forma de pagamento|dentro de"
        "|para|como|do total|do valor total|da encomenda|via|através de|aos|vezes|prazo máximo|a título de"
    ),
    "before_shipment": "pagamento antes do embarque",
}
