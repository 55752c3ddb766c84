"""What is typed to find, record and correct."""

from karamad.registers.people.forms.naming import PostField, UnitField
from karamad.registers.people.forms.searching import WHO, PeopleSearch, looks_like_id

__all__ = ["WHO", "PeopleSearch", "PostField", "UnitField", "looks_like_id"]
