"""The words by which CommerceML tells documents apart, and the line that is a delivery."""

ORDER = "Заказ товара"
CASH, BANK, CARD = "Выплата наличных денег", "Выплата безналичных денег", "Эквайринговая операция"
PAYMENTS = (CASH, BANK, CARD)
SHIPMENT = "Отпуск товара"
DELIVERY = "ORDER_DELIVERY"
