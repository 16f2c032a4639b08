-- Writes the levels of one product in one group of stocks: what their source items come to, and `elsewhere`. Its caller has locked them.
-- `sold`: what was just promised is covered, so every stock keeps what it has covered, and nobody's place in the queue is asked for.
CREATE OR REPLACE FUNCTION catalog_share_units(of_product bigint, of_group bigint, sold boolean)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    shelves record;
    flow record;
    promised record;
    laid bigint[];
    remaining bigint[];
    covered bigint[];
    more bigint[];
    everything bigint;
    is_all_covered boolean := TRUE;
BEGIN
    SELECT * INTO shelves FROM catalog_shared_shelves(of_product, of_group);
    IF shelves.stocks IS NULL THEN
        RETURN;
    END IF;
    covered := shelves.reserved;
    more := array_fill(0::bigint, ARRAY[cardinality(covered)]);
    IF sold THEN
        FOR stock IN 1..cardinality(covered) LOOP
            covered[stock] := covered[stock] - shelves.owed[stock];
        END LOOP;
    END IF;
    FOR attempt IN 1..2 LOOP
        laid := shelves.laid;
        remaining := shelves.remaining;
        FOR stock IN 1..cardinality(covered) LOOP
            SELECT * INTO flow FROM catalog_lay_units(shelves.links, laid, remaining, stock, covered[stock]);
            laid := flow.laid;
            remaining := flow.remaining;
            is_all_covered := flow.done = covered[stock];
            EXIT WHEN NOT is_all_covered;
        END LOOP;
        EXIT WHEN is_all_covered;
        -- Somebody owes: the queue says who.
        covered := more;
        FOR promised IN
            SELECT array_position(shelves.stocks, promise.stock) AS stock, (sum(promise.covered) * 10000)::bigint AS units
            FROM catalog_covered_promises(of_product, of_group) AS promise GROUP BY 1
        LOOP
            covered[promised.stock] := promised.units;
        END LOOP;
    END LOOP;
    SELECT coalesce(sum(units), 0) INTO everything FROM unnest(remaining) AS units;
    FOR stock IN 1..cardinality(covered) LOOP
        IF everything > 0 AND covered[stock] = shelves.reserved[stock] THEN
            SELECT * INTO flow FROM catalog_lay_units(shelves.links, laid, remaining, stock, everything);
            more[stock] := flow.done;
        END IF;
    END LOOP;

    UPDATE catalog_stocklevel AS level
    SET on_hand = found.on_hand, sources_in_stock = found.in_stock, sources_assigned = found.assigned, shares = found.shares,
        elsewhere = found.elsewhere
    FROM (
        SELECT
            sums.*,
            sums.on_hand - shelf.reserved / 10000.0 - CASE
                WHEN shelf.more > 0 THEN shelf.more / 10000.0
                ELSE (shelf.covered - shelf.reserved) / 10000.0 - greatest(-sums.on_hand, 0)
            END AS elsewhere
        FROM unnest(shelves.stocks, shelves.reserved, covered, more) AS shelf (stock, reserved, covered, more)
        JOIN catalog_summed_levels(shelves.stocks, array_fill(of_product, ARRAY[cardinality(shelves.stocks)])) AS sums
          ON sums.stock = shelf.stock
    ) AS found
    WHERE level.stock_id = found.stock AND level.product_id = of_product
      AND (level.on_hand, level.sources_in_stock, level.sources_assigned, level.shares, level.elsewhere)
          IS DISTINCT FROM (found.on_hand, found.in_stock, found.assigned, found.shares, found.elsewhere);
END;
$$;
