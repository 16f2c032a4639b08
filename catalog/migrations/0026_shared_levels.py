from django.db import migrations

GROUP_STOCKS = r"""
DROP FUNCTION catalog_group_stocks;
-- Keeps catalog_sharing_groups. Its caller holds the gate (catalog_lock_links).
CREATE OR REPLACE FUNCTION catalog_group_stocks() RETURNS void LANGUAGE sql AS $$
    WITH wanted AS (
        SELECT * FROM catalog_sharing_groups()
    ), left_alone AS (
        DELETE FROM catalog_sharingstock WHERE stock_id NOT IN (SELECT stock FROM wanted)
    )
    INSERT INTO catalog_sharingstock AS kept (stock_id, group_id, is_same) SELECT * FROM wanted
    ON CONFLICT (stock_id) DO UPDATE SET group_id = excluded.group_id, is_same = excluded.is_same
    WHERE (kept.group_id, kept.is_same) <> (excluded.group_id, excluded.is_same);
$$;
"""
GROUP_STOCKS_BEFORE = r"""
DROP FUNCTION catalog_group_stocks;
CREATE OR REPLACE FUNCTION public.catalog_group_stocks()
 RETURNS void
 LANGUAGE sql
AS $function$
    WITH RECURSIVE reached AS (
        SELECT stock_id, source_id FROM catalog_stocksourcelink
        UNION
        SELECT reached.stock_id, further.source_id
        FROM reached
        JOIN catalog_stocksourcelink AS neighbour ON neighbour.source_id = reached.source_id
        JOIN catalog_stocksourcelink AS further ON further.stock_id = neighbour.stock_id
    ), grouped AS (
        SELECT reached.stock_id, min(neighbour.stock_id) AS group_id
        FROM reached JOIN catalog_stocksourcelink AS neighbour ON neighbour.source_id = reached.source_id
        GROUP BY reached.stock_id HAVING min(neighbour.stock_id) < max(neighbour.stock_id)
    ), drawn AS (
        SELECT stock_id, array_agg(source_id ORDER BY source_id) AS sources FROM catalog_stocksourcelink GROUP BY stock_id
    ), wanted AS (
        SELECT stock_id, group_id, min(sources) OVER together = max(sources) OVER together AS is_same
        FROM grouped JOIN drawn USING (stock_id) WINDOW together AS (PARTITION BY group_id)
    ), left_alone AS (
        DELETE FROM catalog_sharingstock WHERE stock_id NOT IN (SELECT stock_id FROM wanted)
    )
    INSERT INTO catalog_sharingstock AS kept (stock_id, group_id, is_same) SELECT * FROM wanted
    ON CONFLICT (stock_id) DO UPDATE SET group_id = excluded.group_id, is_same = excluded.is_same
    WHERE (kept.group_id, kept.is_same) <> (excluded.group_id, excluded.is_same);
$function$
"""

SHARE_UNITS = r"""
-- Writes the levels of one product in one group of stocks (catalog_shared_levels). Its caller has locked them.
CREATE OR REPLACE FUNCTION catalog_share_units(of_product bigint, of_group bigint, sold boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE catalog_stocklevel AS level
    SET on_hand = found.on_hand, sources_in_stock = found.in_stock, sources_assigned = found.assigned, shares = found.shares,
        elsewhere = found.elsewhere
    FROM catalog_shared_levels(of_product, of_group, sold) AS found
    WHERE level.stock_id = found.stock AND level.product_id = of_product
      AND (level.on_hand, level.sources_in_stock, level.sources_assigned, level.shares, level.elsewhere)
          IS DISTINCT FROM (found.on_hand, found.in_stock, found.assigned, found.shares, found.elsewhere);
END;
$$;
"""
SHARE_UNITS_BEFORE = r"""
CREATE OR REPLACE FUNCTION public.catalog_share_units(of_product bigint, of_group bigint, sold boolean)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$
"""

SHARED_LEVELS = r"""
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
"""
SHARED_LEVELS_BEFORE = r"""
DROP FUNCTION catalog_shared_levels;
"""

SHARING_GROUPS = r"""
-- Which stocks share sources, directly or through others: the lowest stock of each one's group, and whether all of it draw on the same.
CREATE OR REPLACE FUNCTION catalog_sharing_groups()
RETURNS TABLE (stock bigint, of_group bigint, is_same boolean) LANGUAGE sql STABLE AS $$
    WITH RECURSIVE reached AS (
        SELECT stock_id, source_id FROM catalog_stocksourcelink
        UNION
        SELECT reached.stock_id, further.source_id
        FROM reached
        JOIN catalog_stocksourcelink AS neighbour ON neighbour.source_id = reached.source_id
        JOIN catalog_stocksourcelink AS further ON further.stock_id = neighbour.stock_id
    ), grouped AS (
        SELECT reached.stock_id, min(neighbour.stock_id) AS group_id
        FROM reached JOIN catalog_stocksourcelink AS neighbour ON neighbour.source_id = reached.source_id
        GROUP BY reached.stock_id HAVING min(neighbour.stock_id) < max(neighbour.stock_id)
    ), drawn AS (
        SELECT stock_id, array_agg(source_id ORDER BY source_id) AS sources FROM catalog_stocksourcelink GROUP BY stock_id
    )
    SELECT stock_id, group_id, min(sources) OVER together = max(sources) OVER together AS is_same
    FROM grouped JOIN drawn USING (stock_id) WINDOW together AS (PARTITION BY group_id)
$$;
"""
SHARING_GROUPS_BEFORE = r"""
DROP FUNCTION catalog_sharing_groups;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0025_share_out_levels"),
    ]

    operations = [
        migrations.RunSQL(SHARING_GROUPS, SHARING_GROUPS_BEFORE),
        migrations.RunSQL(SHARED_LEVELS, SHARED_LEVELS_BEFORE),
        migrations.RunSQL(GROUP_STOCKS, GROUP_STOCKS_BEFORE),
        migrations.RunSQL(SHARE_UNITS, SHARE_UNITS_BEFORE),
    ]
