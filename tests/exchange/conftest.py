from pathlib import Path

import pytest

from tests.exchange.bringing import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.fixture
def nation(folder: Folder, db: None) -> Folder:
    """A province with two municipalities, posts, courses and three people."""
    folder.nation()
    return folder
