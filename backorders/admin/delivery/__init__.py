"""Goods in: a delivery is typed, looked at and booked; deliveries that were booked."""
