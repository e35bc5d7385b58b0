"""What `make audit` finds, and what it says where it could not ask."""

import secrets
from pathlib import Path

from tests.audit.advisories import audited
from tests.audit.secrets import new_secrets, review

SKIPPED = {"name": "celery", "skip_reason": "not found"}
FINE = {"name": "django", "version": "5.2.19", "vulns": []}
FAULTY = {
    "name": "lxml",
    "version": "4.6.2",
    "vulns": [
        {"id": "PYSEC-2021-19", "fix_versions": ["4.6.3"]},
        {"id": "PYSEC-2022-230", "fix_versions": []},
    ],
}


def test_what_could_not_be_asked_is_never_called_passed():
    for found in (None, {"dependencies": [SKIPPED, SKIPPED]}):
        said, faults = audited(found)
        assert said.startswith("Dependencies: NOT audited")
        assert faults == []


def test_known_faults_are_told_with_what_mends_them():
    said, faults = audited({"dependencies": [FINE, FAULTY, SKIPPED]})
    assert said == "Dependencies: 2 of 3 audited, 2 faults known."
    assert faults == [
        "lxml 4.6.2: PYSEC-2021-19, mended in 4.6.3",
        "lxml 4.6.2: PYSEC-2022-230, mended in no version yet",
    ]


def test_a_secret_is_told_by_file_and_line_until_somebody_has_reviewed_it(
    tmp_path: Path, monkeypatch
):
    key = f"-----BEGIN RSA {'PRIVATE'} KEY-----\n{secrets.token_urlsafe(60)}\n"
    (tmp_path / "key.pem").write_text(key)
    (tmp_path / "settings.py").write_text(f'\nTOKEN = "{secrets.token_hex(20)}"\n')
    (tmp_path / "page.py").write_text('PASSWORD = "correct horse battery"\n')
    names = ["key.pem", "page.py", "settings.py"]
    found = new_secrets(tmp_path, names, {})
    assert [line.split(": ")[0] for line in found] == ["key.pem:1", "settings.py:2"]
    monkeypatch.setattr("tests.audit.secrets.REVIEWED", tmp_path / "reviewed.json")
    review(tmp_path, names)
    from tests.audit.secrets import reviewed_secrets

    assert new_secrets(tmp_path, names, reviewed_secrets()) == []
    (tmp_path / "settings.py").write_text(f'TOKEN = "{secrets.token_hex(20)}"\n')
    assert len(new_secrets(tmp_path, names, reviewed_secrets())) == 1
