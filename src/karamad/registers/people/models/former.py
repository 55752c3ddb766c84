"""What was on record of people before it was corrected."""

from __future__ import annotations

from django.db import models

from karamad.kernel.identifiers import mask
from karamad.registers.people.models.persons import Person, PersonFacts
from karamad.trust.audit.models import Former
from karamad.web.encrypted import EncryptedTextField


class FormerPerson(PersonFacts, Former):
    """What a person's row said before a correction."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="former")

    class Meta:
        indexes = [models.Index(fields=["person", "recorded_at"], name="former_person")]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"


class FormerIdentity(Former):
    """The national id under which a person stood before it was corrected."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="former_identities"
    )
    national_id = EncryptedTextField()
    blind_index = models.CharField(max_length=32, db_index=True)

    def __str__(self) -> str:
        return f"former identity of {self.person_id}"

    @property
    def masked(self) -> str:
        """The former national id, as a history shows it."""
        return mask(self.national_id)
