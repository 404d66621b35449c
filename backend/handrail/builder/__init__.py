"""The schedule builder: a week from cohorts, clinicians, rooms and what participants need. It knows no database."""
