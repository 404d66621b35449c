"""Commands of `handrail` that join several slices; `cli` says where each is."""
