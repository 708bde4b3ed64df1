"""All pages of the office."""

from __future__ import annotations

from wms.web.office.entry import entry
from wms.web.office.exchange import exchange
from wms.web.office.figures import figure_pages
from wms.web.office.home import office
from wms.web.office.live import live
from wms.web.office.map import map_pages
from wms.web.office.orders import orders
from wms.web.office.places import places
from wms.web.office.stock import stock_pages
from wms.web.office.trace import trace_pages
from wms.web.office.waves import wave_pages

OFFICE = (
    *(entry, office, live, orders, wave_pages),
    *(stock_pages, places),
    *(map_pages, trace_pages, figure_pages),
    exchange,
)
