"""What shoppers and staff are told of units that are not there."""

OWED = "We don't have as many quantity as you requested, but we'll back order the remaining {}."
