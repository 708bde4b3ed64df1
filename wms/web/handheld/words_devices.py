"""The page's words about devices: scanner, camera, scale, printer."""

from __future__ import annotations

from wms.text import T

DEVICES = {
    "camera": T("Camera"),
    "camera_none": T("This browser cannot read codes with its camera. Use a scanner, or type"),
    "camera_insecure": T("The camera works only over https. Ask the office for that address"),
    "camera_denied": T("The camera was not allowed. Allow it in the browser's settings"),
    "camera_look": T("Hold the code in the frame"),
    "keyboard": T("Type a code"),
    "scanner": T("Scanner"),
    "scale": T("Scale"),
    "printer": T("Label printer"),
    "connect": T("Connect"),
    "disconnect": T("Disconnect"),
    "serial_none": T("This browser has no serial ports. A scanner that types works everywhere"),
    "serial_insecure": T("Serial ports work only over https"),
    "serial_how": T("Choose the cable once; the browser remembers it"),
    "device_absent": T("not connected"),
    "device_ready": T("ready"),
    "device_lost": T("lost: look at its cable"),
    "scan_unreadable": T("Scan not readable, scan again"),
    "scale_overload": T("too much is on the scale"),
    "scale_underload": T("the scale's pan is missing"),
    "scale_silent": T("the scale does not answer"),
    "scale_fault": T("the scale reports a fault"),
    "printer_silent": T("the printer does not answer"),
    "printer_paper": T("no paper: put in a roll, then close the head"),
    "printer_head": T("the head is open: close it"),
    "printer_ribbon": T("no ribbon: put one in"),
    "printer_paused": T("paused: press its button"),
    "printer_hot": T("the head is too hot: wait"),
}
