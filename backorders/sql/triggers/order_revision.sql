-- The triggers that raise the revision of an order, whoever writes: an action, a provider's message, the Django shell, plain SQL.
--
-- It rises when what was agreed, done or paid changes, so that a page that was made before says so instead of acting on what it
-- showed: the order's status, total, address, and whether it ships complete; each quantity and the price of its lines; what was
-- captured, and what was given back. It does not rise for what no page of an order acts on: a mail, a note in its history, a
-- tracking number, a place on the map, a place in the queue, how far a refund is on its way (docs/decisions/0042).

-- === order ===
-- Never lower than it was: who saves an order with all its columns has an old number of it.
NEW.revision := GREATEST(OLD.revision, NEW.revision) + CASE
    WHEN ROW(
        OLD.status, OLD.held_from, OLD.total, OLD.customer_name, OLD.street, OLD.city, OLD.postcode, OLD.country, OLD.ships_complete
    ) IS DISTINCT FROM ROW(
        NEW.status, NEW.held_from, NEW.total, NEW.customer_name, NEW.street, NEW.city, NEW.postcode, NEW.country, NEW.ships_complete
    )
    THEN 1
    ELSE 0
END;
RETURN NEW;

-- === line_inserted ===
-- The first lines of an order are what was agreed from the beginning: no page has shown it without them.
PERFORM backorders_raise_revision(ARRAY(
    SELECT order_id FROM new_rows AS added WHERE EXISTS (
        SELECT FROM backorders_orderline WHERE order_id = added.order_id AND id NOT IN (SELECT id FROM new_rows)
    )
));
RETURN NULL;

-- === line_updated ===
PERFORM backorders_raise_revision(ARRAY(
    SELECT order_id FROM (
        (SELECT id, order_id, unit_price, ordered, invoiced, shipped, canceled, refunded, released FROM old_rows
         EXCEPT SELECT id, order_id, unit_price, ordered, invoiced, shipped, canceled, refunded, released FROM new_rows)
        UNION ALL
        (SELECT id, order_id, unit_price, ordered, invoiced, shipped, canceled, refunded, released FROM new_rows
         EXCEPT SELECT id, order_id, unit_price, ordered, invoiced, shipped, canceled, refunded, released FROM old_rows)
    ) AS changed
));
RETURN NULL;

-- === line_deleted ===
PERFORM backorders_raise_revision(ARRAY(SELECT order_id FROM old_rows));
RETURN NULL;

-- === payment_inserted ===
-- A payment that has no money yet only asks for it.
PERFORM backorders_raise_revision(ARRAY(SELECT order_id FROM new_rows WHERE captured_amount > 0));
RETURN NULL;

-- === payment_updated ===
PERFORM backorders_raise_revision(ARRAY(
    SELECT order_id FROM (
        (SELECT id, order_id, captured_amount FROM old_rows EXCEPT SELECT id, order_id, captured_amount FROM new_rows)
        UNION ALL
        (SELECT id, order_id, captured_amount FROM new_rows EXCEPT SELECT id, order_id, captured_amount FROM old_rows)
    ) AS changed
));
RETURN NULL;

-- === payment_deleted ===
PERFORM backorders_raise_revision(ARRAY(SELECT order_id FROM old_rows WHERE captured_amount > 0));
RETURN NULL;

-- === refund_inserted ===
PERFORM backorders_raise_revision(ARRAY(
    SELECT order_id FROM backorders_payment WHERE id IN (SELECT payment_id FROM new_rows)
));
RETURN NULL;

-- === refund_updated ===
PERFORM backorders_raise_revision(ARRAY(
    SELECT order_id FROM backorders_payment WHERE id IN (
        SELECT payment_id FROM (
            (SELECT id, payment_id, amount, uncredited FROM old_rows EXCEPT SELECT id, payment_id, amount, uncredited FROM new_rows)
            UNION ALL
            (SELECT id, payment_id, amount, uncredited FROM new_rows EXCEPT SELECT id, payment_id, amount, uncredited FROM old_rows)
        ) AS changed
    )
));
RETURN NULL;

-- === refund_deleted ===
PERFORM backorders_raise_revision(ARRAY(
    SELECT order_id FROM backorders_payment WHERE id IN (SELECT payment_id FROM old_rows)
));
RETURN NULL;
