"""What an instrument is, how answers become scores, and what a change between two scores means."""
