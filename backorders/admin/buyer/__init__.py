"""Customers: who ordered, by the address of the orders."""
