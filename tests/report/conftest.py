"""The sample, read once."""

import pytest

from ssi_core import api
from tests.report.samples import whole


@pytest.fixture(scope="session")
def found() -> api.Imported:
    return api.read(api.sample_files())


@pytest.fixture(scope="session")
def report(found: api.Imported) -> api.Report:
    return whole(found)


@pytest.fixture(scope="session")
def pdf(report: api.Report) -> bytes:
    return api.report_file(report, "pdf")


@pytest.fixture(scope="session")
def page(report: api.Report) -> str:
    return api.report_file(report, "html").decode()
