from committees.models.committee import Committee, Township
from committees.models.department import Department
from committees.models.venue import Have, HaveFile, Venue, VenueHave

__all__ = ["Committee", "Department", "Have", "HaveFile", "Township", "Venue", "VenueHave"]
