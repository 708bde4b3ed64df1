"""All tables in one place, for migrations and for the test that compares both."""

from __future__ import annotations

from wms import idempotency, jobs
from wms.catalog import models as catalog
from wms.changes import models as changes
from wms.channels import models as channels
from wms.counting import models as counting
from wms.db import Base
from wms.inbound import models as inbound
from wms.layout import models as layout
from wms.orders import models as orders
from wms.packing import models as packing
from wms.people import models as people
from wms.picking import models as picking
from wms.quality import models as quality
from wms.replenishment import models as replenishment
from wms.returns import models as returns
from wms.series import NumberSeries
from wms.shipping import models as shipping
from wms.stock import models as stock
from wms.terminal import models as terminal
from wms.webhooks import models as webhooks

metadata = Base.metadata

AREAS = (
    layout,
    people,
    catalog,
    stock,
    inbound,
    orders,
    picking,
    counting,
    replenishment,
    quality,
    packing,
    shipping,
    returns,
    channels,
    terminal,
    jobs,
    idempotency,
    NumberSeries,
    changes,
    webhooks,
)
