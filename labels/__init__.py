"""Labels and packing slips: plain frozen data in, ZPL, PDF or pictures out.

A function per label (`shipping_label`, `lpn_label`, `bin_label`, ...) gives a `Drawing` on the
dots of a 203 dpi printer; `zpl.to_zpl`, `pdf.to_pdf` and `picture.to_image` write a drawing,
and `decode.decode` reads it back. `packing_slip` writes its PDF by itself.

This package knows no warehouse. It imports nothing of the server, the stations or the drivers;
words to be printed come in already translated.
"""
