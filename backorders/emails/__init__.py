"""Words to a customer, one module a message. They never decide whether to send."""
