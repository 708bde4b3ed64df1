"""What other systems send about manifests."""

from __future__ import annotations

from wms.channels.forms import Form
from wms.channels.values import Truth


class CloseOutForm(Form):
    """With `only_loaded`, parcels that no loader scanned wait for the carrier's next manifest."""

    only_loaded: Truth = False
