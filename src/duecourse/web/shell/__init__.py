"""What every page shares: frame, components, language, workspace, styles and keys."""
