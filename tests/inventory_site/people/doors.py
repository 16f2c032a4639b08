"""Which doors each sentence opens beyond those of what it needs: pages, "... POST" for forms, "model: mass action"."""

# {code of the duty: its doors}.
OPENS = {
    "see_catalog": {
        *("catalog_category_changelist", "catalog_category_history"),
        *("catalog_lowstocknotice_changelist", "catalog_lowstocknotice_history"),
        *("catalog_lowstocknotice_new GET", "catalog_lowstocknotice_read POST"),
        *("catalog_product_changelist", "catalog_product_history"),
        *("catalog_product_explain GET", "catalog_product_explain POST"),
    },
    "edit_products": {
        *("catalog_product_add", "catalog_product_change", "catalog_product: update_attributes"),
        *("catalog_product_preview GET", "catalog_product_preview POST", "catalog_product_undo POST"),
    },
    "delete_products": {"catalog_product_delete"},
    "edit_categories": {"catalog_category_add", "catalog_category_change", "catalog_category_delete"},
    "see_stock": {
        *("backorders_delivery_changelist", "backorders_delivery_history"),
        *("catalog_incomingsupply_changelist", "catalog_incomingsupply_history"),
        *("catalog_lowstock_changelist", "catalog_lowstock_history"),
        *("catalog_reservation_changelist", "catalog_reservation_history"),
        *("catalog_source_changelist", "catalog_source_history"),
        *("catalog_stock_changelist", "catalog_stock_history"),
        *("inventory_check GET", "inventory_check POST"),
    },
    "move_stock": {
        *("backorders_delivery_receive GET", "backorders_delivery_receive POST", "backorders_backorder_product POST"),
        *("catalog_incomingsupply_change", "catalog_incomingsupply: close_rest"),
        *("catalog_incomingsupply_expect GET", "catalog_incomingsupply_expect POST"),
        *("catalog_source_count GET", "catalog_source_count POST"),
    },
    "repair_stock": {"inventory_repair POST"},
    "edit_sources": {
        *("catalog_source_add", "catalog_source_change", "catalog_source: enable", "catalog_source: disable"),
        "catalog_source_preview POST",
        *("catalog_stock_add", "catalog_stock_change", "catalog_stock_delete", "catalog_stock: delete_selected"),
        *("catalog_stock_preview POST", "catalog_stock_preview_new POST"),
    },
    "see_orders": {
        *("backorders_backorder_desk GET", "backorders_backorder_orders GET"),
        *("backorders_backorder_product GET", "backorders_backorder_shippable GET"),
        *("backorders_buyer_changelist", "backorders_buyer_history"),
        *("backorders_errand_changelist", "backorders_errand_history"),
        *("backorders_notification_changelist", "backorders_notification_history"),
        *("backorders_order_changelist", "backorders_order_history"),
        *("backorders_report GET", "backorders_report_ages GET", "backorders_report_changes GET"),
        *("backorders_report_ordered GET", "backorders_report_products GET", "backorders_report_shipped GET"),
        *("backorders_report_sources GET", "backorders_report_stocks GET", "backorders_report_websites GET"),
        *("backorders_shipment_changelist", "backorders_shipment_history"),
        *("backorders_shipment_slip GET", "backorders_shipment_slip POST", "backorders_shipment_print POST"),
        "backorders_shipment: print_slips",
        *("backorders_stockalert_changelist", "backorders_stockalert_history"),
    },
    "make_orders": {"backorders_order_add", "backorders_order_products GET"},
    "edit_orders": {
        *("backorders_order_change", "backorders_order_edit GET", "backorders_order_edit POST"),
        *("backorders_order_email POST", "backorders_order_products GET"),
    },
    "cancel_orders": {
        "backorders_order: cancel_orders",
        *("backorders_order_cancel GET", "backorders_order_cancel POST"),
        *("backorders_order_cancel_items GET", "backorders_order_cancel_items POST"),
    },
    "hold_orders": {
        *("backorders_order: hold_orders", "backorders_order: unhold_orders"),
        *("backorders_order_hold POST", "backorders_order_unhold POST"),
    },
    "comment_orders": {"backorders_order_comment POST"},
    "ship_orders": {
        *("backorders_order_deliver POST", "backorders_order_destination POST", "backorders_order_tracking POST"),
        *("backorders_order_elsewhere GET", "backorders_order_elsewhere POST"),
        *("backorders_order_ship GET", "backorders_order_ship POST"),
        *("backorders_order_ship_ready POST", "backorders_order_ship_together POST"),
        *("backorders_order_source_selection GET", "backorders_order_source_selection POST"),
        *("backorders_ready_to_ship GET", "backorders_ready_to_ship POST", "backorders_ready_to_ship_print POST"),
        *("backorders_shipment_hand_over POST", "backorders_shipment: hand_over_selected"),
        *("backorders_shipment_scan GET", "backorders_shipment_scan POST"),
        *("backorders_shipment_tracking POST", "backorders_shipment_tracking_remove POST"),
        *("backorders_shipment_undo GET", "backorders_shipment_undo POST"),
    },
    "move_to_front": {"backorders_order_front GET", "backorders_order_front POST"},
    "send_again": {
        *("backorders_errand: send_selected_again", "backorders_errand_send_again POST"),
        *("backorders_notification: send_selected_again", "backorders_notification_send_again POST"),
    },
    "invoice_orders": {"backorders_order_invoice GET", "backorders_order_invoice POST"},
    "refund_orders": {
        *("backorders_order_credit_memo GET", "backorders_order_credit_memo POST"),
        *("backorders_order_refund_send POST", "backorders_order_refund_sent POST"),
    },
    "see_settings": {
        *("catalog_configurationvalue_changelist", "catalog_configurationvalue_changelist GET"),
        *("catalog_configurationvalue_history", "catalog_configurationvalue_history GET"),
        *("catalog_customergroup_changelist", "catalog_customergroup_history"),
        *("catalog_storeview_changelist", "catalog_storeview_history"),
        *("catalog_website_changelist", "catalog_website_history"),
    },
    "configure": {
        *("catalog_configurationvalue_add", "catalog_configurationvalue_change", "catalog_configurationvalue_delete"),
        "catalog_configurationvalue_changelist POST",
        *("catalog_configurationvalue_preview GET", "catalog_configurationvalue_preview POST"),
        "catalog_configurationvalue_undo POST",
    },
    "edit_websites": {
        *("catalog_storeview_add", "catalog_storeview_change", "catalog_storeview_delete"),
        *("catalog_website_add", "catalog_website_change", "catalog_website_delete"),
    },
    "edit_customer_groups": {
        *("catalog_customergroup_add", "catalog_customergroup_change", "catalog_customergroup_delete"),
    },
    "see_tasks": {"django_tasks_database_dbtaskresult_changelist", "django_tasks_database_dbtaskresult_history"},
    "set_customer_group": {
        *("catalog_customer_add", "catalog_customer_change", "catalog_customer_delete"),
        "backorders_buyer_group POST",
    },
    "see_people": {"auth_group_changelist", "auth_group_history", "auth_user_changelist", "auth_user_history"},
    "edit_users": {"auth_user_add", "auth_user_change", "auth_user_delete"},
    "edit_roles": {"auth_group_add", "auth_group_change", "auth_group_delete"},
}
# Sentences that open no door of their own, but something behind one: each has a test of its own.
WITHIN = {"delete_held_products", "see_order_links"}
# Only administrators: to end the sessions of others, and to take off their second factor.
ADMINISTRATORS_ONLY = {"auth_user: reset_second_factor", "auth_user_signed_in GET", "auth_user_signed_in POST"}
