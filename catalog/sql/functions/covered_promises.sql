-- The queue's walk over the stocks of one group: what of each line is covered (docs/rules.md#salable-9). Rows come in queue order. A stock is
-- left out as soon as one of its lines owes: lines that do not come are covered by nothing. What is reserved and has no line comes
-- last, without a line, stocks in their order.
CREATE OR REPLACE FUNCTION catalog_covered_promises(of_product bigint, of_group bigint)
RETURNS TABLE (line bigint, stock bigint, units numeric, covered numeric) LANGUAGE plpgsql STABLE AS $$
DECLARE
    shelves record;
    flow record;
    promise record;
    laid bigint[];
    remaining bigint[];
    unnamed bigint[];
    owing boolean[];
    taker integer;
    wanted bigint;
BEGIN
    SELECT * INTO shelves FROM catalog_shared_shelves(of_product, of_group);
    IF shelves.stocks IS NULL THEN
        RETURN;
    END IF;
    laid := shelves.laid;
    remaining := shelves.remaining;
    unnamed := shelves.reserved;
    owing := array_fill(FALSE, ARRAY[cardinality(shelves.stocks)]);
    FOR promise IN
        (SELECT waiting.line, waiting.stock, (waiting.units * 10000)::bigint AS units FROM catalog_waiting_promises(of_product) AS waiting)
        UNION ALL
        (SELECT NULL, stocks.id, NULL FROM unnest(shelves.stocks) AS stocks (id))
    LOOP
        taker := array_position(shelves.stocks, promise.stock);
        CONTINUE WHEN taker IS NULL OR owing[taker];
        wanted := least(promise.units, unnamed[taker]);
        CONTINUE WHEN wanted <= 0;
        unnamed[taker] := unnamed[taker] - wanted;
        SELECT * INTO flow FROM catalog_lay_units(shelves.links, laid, remaining, taker, wanted);
        laid := flow.laid;
        remaining := flow.remaining;
        line := promise.line;
        stock := promise.stock;
        units := wanted / 10000.0;
        covered := flow.done / 10000.0;
        RETURN NEXT;
        IF flow.done < wanted THEN
            owing[taker] := TRUE;
            EXIT WHEN TRUE = ALL (owing);
        END IF;
    END LOOP;
END;
$$;
