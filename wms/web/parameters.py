"""Parameters of queries that several lists take besides `described.PAGE`."""

from __future__ import annotations

from wms.web.described import AFTER, LIMIT, Parameter

SITE_PAGE = (AFTER, LIMIT)
"""What lists for keys of the site take; see `site_lists.listed`."""

WAREHOUSE = Parameter("warehouse", "Only of the warehouse with this code")
SKU = Parameter("sku", "Only of this item: an SKU, or a GTIN on a piece or a pack")
REFERENCE = Parameter("reference", "Only this one: ours or the sender's")
