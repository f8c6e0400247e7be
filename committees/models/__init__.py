from committees.models.committee import Committee, Township
from committees.models.department import Department
from committees.models.venue import Have, Venue, VenueHave

__all__ = ["Committee", "Department", "Have", "Township", "Venue", "VenueHave"]
