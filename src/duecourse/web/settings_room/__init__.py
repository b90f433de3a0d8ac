"""Settings: people and roles, closed days, the workspace, one's own account, the audit."""
