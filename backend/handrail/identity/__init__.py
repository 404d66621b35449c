"""Who may come in: accounts, roles, sign-in sessions, tokens of API clients, one-time enrolment links."""
