-- === renamed_is_no_twin ===
-- Of products that shared a SKU in another letter case, the renamed one has a SKU of its own.
NEW.is_sku_twin := FALSE;
RETURN NEW;
