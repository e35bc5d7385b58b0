"""How many days what may be about people is kept (docs/privacy.md); None: for good."""

from egov.settings.environment import days

KEEP_COPIES_DAYS = days("EGOV_KEEP_COPIES_DAYS", 730)
KEEP_REFUSED_DAYS = days("EGOV_KEEP_REFUSED_DAYS", 90)
KEEP_EVIDENCE_DAYS = days("EGOV_KEEP_EVIDENCE_DAYS", 1825)
KEEP_ADDRESSES_DAYS = days("EGOV_KEEP_ADDRESSES_DAYS", 365)
KEEP_MAILS_DAYS = days("EGOV_KEEP_MAILS_DAYS", 90)
