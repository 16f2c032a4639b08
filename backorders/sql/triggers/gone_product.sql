-- What lines keep of a product that is deleted, or was by plain SQL (docs/decisions/0017).

-- === keep_gone_product ===
NEW.gone_product_id := OLD.product_id;
RETURN NEW;

-- === keep_gone_name ===
NEW.gone_name := coalesce((SELECT name FROM catalog_product WHERE id = OLD.product_id), '');
RETURN NEW;
