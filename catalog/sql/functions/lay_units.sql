-- Lays up to `units` of one taker on sources, and hands back how many found a place (docs/rules.md#salable-9); the SQL twin of `_Laid.lay`.
-- Units are ten-thousandths. Arrays are flat: `links` and `laid` are [(taker - 1) * sources + source], `remaining` is by source.
CREATE OR REPLACE FUNCTION catalog_lay_units(
    links boolean[], INOUT laid bigint[], INOUT remaining bigint[], taker integer, units bigint, OUT done bigint
) LANGUAGE plpgsql AS $$
DECLARE
    sources integer := cardinality(remaining);
    own integer := (taker - 1) * sources;
    takers integer;
    seen boolean[];       -- by taker: stands in the queue of the search
    queue integer[];
    gives integer[];      -- of each in the queue: the source where it was found, 0 for the one who asks
    head integer;
    reached integer[];    -- by source: who would be laid there, 0 for nobody yet
    given_up integer[];   -- by source: the one that this taker would give up for it, 0 for none
    last integer;
    part bigint;
    base integer;
    here integer;
BEGIN
    done := 0;
    -- What is left at its own sources first: most sales end here.
    FOR source IN 1..sources LOOP
        EXIT WHEN done >= units;
        IF remaining[source] > 0 AND links[own + source] THEN
            part := least(remaining[source], units - done);
            remaining[source] := remaining[source] - part;
            laid[own + source] := laid[own + source] + part;
            done := done + part;
        END IF;
    END LOOP;
    IF done >= units OR sources = 0 THEN
        RETURN;
    END IF;

    takers := cardinality(laid) / sources;
    LOOP
        -- The shortest way to a unit that is left: each holder on it moves on to another of its sources.
        queue := ARRAY[taker];
        gives := ARRAY[0];
        head := 1;
        last := 0;
        seen := array_fill(FALSE, ARRAY[takers]);
        seen[taker] := TRUE;
        reached := array_fill(0, ARRAY[sources]);
        given_up := reached;
        <<search>>
        WHILE head <= cardinality(queue) LOOP
            base := (queue[head] - 1) * sources;
            FOR source IN 1..sources LOOP
                CONTINUE WHEN reached[source] > 0 OR NOT links[base + source];
                reached[source] := queue[head];
                given_up[source] := gives[head];
                IF remaining[source] > 0 THEN
                    last := source;
                    EXIT search;
                END IF;
                FOR holder IN 1..takers LOOP
                    IF NOT seen[holder] AND laid[(holder - 1) * sources + source] > 0 THEN
                        seen[holder] := TRUE;
                        queue := queue || holder;
                        gives := gives || source;
                    END IF;
                END LOOP;
            END LOOP;
            head := head + 1;
        END LOOP;
        EXIT WHEN last = 0;

        part := least(units - done, remaining[last]);
        here := last;
        WHILE given_up[here] > 0 LOOP
            part := least(part, laid[(reached[here] - 1) * sources + given_up[here]]);
            here := given_up[here];
        END LOOP;
        remaining[last] := remaining[last] - part;
        here := last;
        LOOP
            base := (reached[here] - 1) * sources;
            laid[base + here] := laid[base + here] + part;
            EXIT WHEN given_up[here] = 0;
            laid[base + given_up[here]] := laid[base + given_up[here]] - part;
            here := given_up[here];
        END LOOP;
        done := done + part;
        EXIT WHEN done >= units;
    END LOOP;
END;
$$;
