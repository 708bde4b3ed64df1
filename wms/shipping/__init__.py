"""From parcel to customer: label, lane, departure."""
