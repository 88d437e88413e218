"""A few invented addresses, for the local cloud and for tests: those of the portals' bodies among them."""

from chalicelib.cloud.places import FoundAddress, street_line

# (postal code, number, street, city, province)
ADDRESSES = (
    ("A1A 1A1", "1", "place du Gouvernement", "Port-Clair", "NL"),
    ("A1B 2C3", "250", "rue des Érables", "Port-Clair", "NL"),
    ("A1B 2C3", "252", "rue des Érables", "Port-Clair", "NL"),
    ("A1C 6L9", "5160", "rue de la Bourse", "Port-Clair", "NL"),
    ("A1C 6L9", "5180", "rue de la Bourse", "Port-Clair", "NL"),
    ("A1C 6L9", "", "quai du Marché", "Port-Clair", "NL"),
    ("A1D 5T2", "4500", "boulevard du Rail", "Port-Clair", "NL"),
    ("K2L 4M6", "375", "avenue du Parlement", "Rivière-Haute", "ON"),
    ("X0A 0H0", "", "", "Baie-Blanche", "NU"),  # a village whose houses have no streets
)


class LocalPlaces:
    """Knows them, and no others."""

    def find(self, postal_code: str, language: str) -> list[FoundAddress]:
        return [
            FoundAddress(street_line(number, street, language), city, province, code)
            for code, number, street, city, province in ADDRESSES
            if code == postal_code
        ]
