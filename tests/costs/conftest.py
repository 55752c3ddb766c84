import pytest

from tests.costs import ledger
from tests.costs.ledger import Books


@pytest.fixture
def books(db: None) -> Books:
    return ledger.books()
