-- The levels and counted units of one product in one group of stocks, as the flow takes them (catalog_lay_units); in ten-thousandths.
-- Takers are the stocks in their order. Behind them each set of linked sources that is below zero somewhere: that is taken off the
-- other units first, once for all stocks that are linked to the same sources.
CREATE OR REPLACE FUNCTION catalog_shared_shelves(
    of_product bigint, of_group bigint,
    OUT stocks bigint[], OUT reserved bigint[], OUT owed bigint[], OUT links boolean[], OUT laid bigint[], OUT remaining bigint[]
) LANGUAGE plpgsql STABLE AS $$
DECLARE
    sources bigint[];
    below_zero bigint[];
    missing bigint[] := '{}';
    units bigint;
    alike bigint;
    base integer;
    flow record;
BEGIN
    SELECT
        array_agg(level.stock_id ORDER BY level.stock_id),
        array_agg((greatest(level.reserved, 0) * 10000)::bigint ORDER BY level.stock_id),
        array_agg((greatest(-level.free - greatest(-level.on_hand, 0), 0) * 10000)::bigint ORDER BY level.stock_id)
    INTO stocks, reserved, owed
    FROM catalog_stocklevel AS level JOIN catalog_sharingstock AS sharing ON sharing.stock_id = level.stock_id
    WHERE level.product_id = of_product AND sharing.group_id = of_group;

    SELECT
        coalesce(array_agg(counted.source_id ORDER BY counted.source_id), '{}'),
        coalesce(array_agg(greatest(counted.units, 0) ORDER BY counted.source_id), '{}'),
        coalesce(array_agg(greatest(-counted.units, 0) ORDER BY counted.source_id), '{}')
    INTO sources, remaining, below_zero
    FROM (
        SELECT item.source_id, (item.quantity * 10000)::bigint AS units
        FROM catalog_sourceitem AS item JOIN catalog_source AS source ON source.id = item.source_id
        WHERE item.product_id = of_product AND item.is_in_stock AND source.is_enabled AND item.quantity <> 0
          AND EXISTS (
              SELECT FROM catalog_stocksourcelink AS link WHERE link.source_id = item.source_id AND link.stock_id = ANY (stocks)
          )
    ) AS counted;

    SELECT coalesce(array_agg(link.id IS NOT NULL ORDER BY stock.place, source.place), '{}') INTO links
    FROM unnest(stocks) WITH ORDINALITY AS stock (id, place)
    CROSS JOIN unnest(sources) WITH ORDINALITY AS source (id, place)
    LEFT JOIN catalog_stocksourcelink AS link ON link.stock_id = stock.id AND link.source_id = source.id;

    IF 0 < ANY (below_zero) THEN
        FOR alike IN
            SELECT min(drawn.stock_id)
            FROM (
                SELECT link.stock_id, array_agg(link.source_id ORDER BY link.source_id) AS sources
                FROM catalog_stocksourcelink AS link WHERE link.stock_id = ANY (stocks) GROUP BY link.stock_id
            ) AS drawn
            GROUP BY drawn.sources ORDER BY drawn.sources
        LOOP
            base := (array_position(stocks, alike) - 1) * cardinality(sources);
            units := 0;
            FOR source IN 1..cardinality(sources) LOOP
                IF links[base + source] THEN
                    units := units + below_zero[source];
                END IF;
            END LOOP;
            IF units > 0 THEN
                links := links || links[base + 1:base + cardinality(sources)];
                missing := missing || units;
            END IF;
        END LOOP;
    END IF;
    laid := array_fill(0::bigint, ARRAY[cardinality(links)]);
    FOR taker IN 1..cardinality(missing) LOOP
        SELECT * INTO flow FROM catalog_lay_units(links, laid, remaining, cardinality(stocks) + taker, missing[taker]);
        laid := flow.laid;
        remaining := flow.remaining;
    END LOOP;
END;
$$;
