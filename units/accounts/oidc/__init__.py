"""Signing in by OpenID Connect, where EGOV_OIDC_ISSUER says at whom (docs/decisions/0027)."""
