-- What the levels of one product in one group of stocks come to: the sums of their source items, and `elsewhere`.
-- `sold`: what was just promised is covered, so every stock keeps what it has covered, and nobody's place in the queue is asked for.
CREATE OR REPLACE FUNCTION catalog_shared_levels(of_product bigint, of_group bigint, sold boolean)
RETURNS TABLE (stock bigint, on_hand numeric, in_stock bigint, assigned bigint, shares boolean, elsewhere numeric)
LANGUAGE plpgsql STABLE AS $$
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
        FOR place IN 1..cardinality(covered) LOOP
            covered[place] := covered[place] - shelves.owed[place];
        END LOOP;
    END IF;
    FOR attempt IN 1..2 LOOP
        laid := shelves.laid;
        remaining := shelves.remaining;
        FOR place IN 1..cardinality(covered) LOOP
            SELECT * INTO flow FROM catalog_lay_units(shelves.links, laid, remaining, place, covered[place]);
            laid := flow.laid;
            remaining := flow.remaining;
            is_all_covered := flow.done = covered[place];
            EXIT WHEN NOT is_all_covered;
        END LOOP;
        EXIT WHEN is_all_covered;
        -- Somebody owes: the queue says who.
        covered := more;
        FOR promised IN
            SELECT array_position(shelves.stocks, promise.stock) AS place, (sum(promise.covered) * 10000)::bigint AS units
            FROM catalog_covered_promises(of_product, of_group) AS promise GROUP BY 1
        LOOP
            covered[promised.place] := promised.units;
        END LOOP;
    END LOOP;
    SELECT coalesce(sum(units), 0) INTO everything FROM unnest(remaining) AS units;
    FOR place IN 1..cardinality(covered) LOOP
        IF everything > 0 AND covered[place] = shelves.reserved[place] THEN
            SELECT * INTO flow FROM catalog_lay_units(shelves.links, laid, remaining, place, everything);
            more[place] := flow.done;
        END IF;
    END LOOP;

    RETURN QUERY
    SELECT
        sums.stock, sums.on_hand, sums.in_stock, sums.assigned, sums.shares,
        sums.on_hand - shelf.reserved / 10000.0 - CASE
            WHEN shelf.more > 0 THEN shelf.more / 10000.0
            ELSE (shelf.covered - shelf.reserved) / 10000.0 - greatest(-sums.on_hand, 0)
        END
    FROM unnest(shelves.stocks, shelves.reserved, covered, more) AS shelf (stock, reserved, covered, more)
    JOIN catalog_summed_levels(shelves.stocks, array_fill(of_product, ARRAY[cardinality(shelves.stocks)])) AS sums
      ON sums.stock = shelf.stock;
END;
$$;
