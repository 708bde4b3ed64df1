"""All pages of the office."""

from __future__ import annotations

from wms.web.office.crews import crew_pages
from wms.web.office.entry import entry
from wms.web.office.exchange import exchange
from wms.web.office.figures import figure_pages
from wms.web.office.home import office
from wms.web.office.keys import key_pages
from wms.web.office.labels import label_pages
from wms.web.office.live import live
from wms.web.office.map import map_pages
from wms.web.office.me import me_pages
from wms.web.office.orders import orders
from wms.web.office.people import people_pages
from wms.web.office.places import places
from wms.web.office.receipts import receipt_pages
from wms.web.office.returns import return_pages
from wms.web.office.settings import setting_pages
from wms.web.office.shipping import shipping_pages
from wms.web.office.stations import station_pages
from wms.web.office.stock import stock_pages
from wms.web.office.trace import trace_pages
from wms.web.office.waves import wave_pages
from wms.web.office.webhooks import webhook_pages

OFFICE = (
    *(entry, office, live, me_pages),
    *(orders, wave_pages, stock_pages, places),
    *(receipt_pages, return_pages, shipping_pages),
    *(map_pages, trace_pages, figure_pages),
    *(people_pages, crew_pages, station_pages, label_pages),
    *(exchange, key_pages, webhook_pages, setting_pages),
)
