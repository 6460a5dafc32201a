"""What every test shares: a fixed today, repeatable generated inputs, the sample.

The repository's root is importable (`pythonpath` in pyproject.toml), so tests import `pages` and `benchmarks` too.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.postgres import postgres

__all__ = ["postgres"]

REPO = Path(__file__).resolve().parent.parent

# No test depends on chance or on a clock: the same examples every time, without deadline.
# `pytest --hypothesis-profile fuzz` looks further.
settings.register_profile("repeatable", deadline=None, derandomize=True, database=None, max_examples=50)
settings.register_profile("fuzz", deadline=None, max_examples=2000)
settings.load_profile("repeatable")


@pytest.fixture(scope="session", autouse=True)
def fixed_today() -> Iterator[None]:
    """The day that `ssi_core` takes for today, in this process and in those the tests start."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSI_TODAY", "2026-07-01")
        yield


@pytest.fixture(scope="session", autouse=True)
def own_config(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty configuration folder, so that no test reads or writes that of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("config") / "ssi-coach"
        patch.setenv("SSI_CONFIG_DIR", str(folder))
        yield folder


@pytest.fixture(scope="session", autouse=True)
def own_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder that is not there, for the same reason; a test that saves names one of its own."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("data") / "ssi-coach"
        patch.setenv("SSI_DATA_DIR", str(folder))
        patch.delenv("SSI_DATABASE_URL", raising=False)
        yield folder


@pytest.fixture(scope="session")
def repo() -> Path:
    return REPO


@pytest.fixture(scope="session")
def sample_dir() -> Path:
    """The invented member's files: archive, workbook, readings."""
    return REPO / "sample_data"
