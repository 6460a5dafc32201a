"""The screens, one file each; they ask the core and draw."""
