"""From tote to parcel: carton, pieces, weight, the label seen."""
