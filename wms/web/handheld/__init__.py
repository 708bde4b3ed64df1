"""The station as a page of the browser: the wire and the screens of `wms-station`."""
