"""All endpoints of the API."""

from __future__ import annotations

from wms.web.api_adjust import adjusting
from wms.web.api_bulk import many
from wms.web.api_cancel import cancelling
from wms.web.api_change import changing
from wms.web.api_changes import changed
from wms.web.api_counts import counting
from wms.web.api_documents import papers
from wms.web.api_exports import exports
from wms.web.api_goods import goods
from wms.web.api_holds import holding
from wms.web.api_hurry import hurrying
from wms.web.api_imports import importing
from wms.web.api_labels import labelling
from wms.web.api_letters import letters
from wms.web.api_locations import placing
from wms.web.api_manifests import listing
from wms.web.api_moves import moving
from wms.web.api_order_events import following
from wms.web.api_receipts import receiving
from wms.web.api_returns import returning
from wms.web.api_stock import stocking
from wms.web.api_waves import waving
from wms.web.api_webhooks import webhooks
from wms.web.bench import bench
from wms.web.contract import contract
from wms.web.health import health
from wms.web.index import index
from wms.web.pairing import pairing
from wms.web.stations import stations

ENDPOINTS = (
    *(index, contract, health, pairing, stations, bench),
    *(goods, placing, stocking, moving, holding, adjusting, counting),
    *(papers, many, cancelling, changing, following, waving, hurrying),
    *(receiving, labelling, listing, returning),
    *(changed, webhooks, letters, importing, exports),
)
