"""What cannot be meant is refused in one line before anything starts."""

import pytest

from tests.support import run_as_process


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"EGOV_REQUIRE_SECOND_FACTOR": "yes"}, "must be off, administrators or all"),
        ({"EGOV_SESSION_HOURS": "0"}, "must be more than 0"),
        ({"EGOV_OIDC_CLAIM": "sub"}, "must be one of preferred_username, email"),
        ({"EGOV_OIDC_ISSUER": "http://id.example.vn"}, "must begin with https://"),
    ],
    ids=str,
)
def test_settings_that_cannot_be_meant_are_refused(given, said):
    outcome = run_as_process("send_watch", **given)
    assert outcome.status != 0
    assert said in outcome.stderr
