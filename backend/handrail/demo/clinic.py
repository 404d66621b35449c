"""Builds the demo clinic through the API, as its own people would: what cannot be done there cannot be demonstrated.

Dates lie around today, so that there are groups to run now and weeks to look back on. Chance is seeded by names and
dates: the same day gives the same clinic.
"""

from fastapi import FastAPI

from handrail.core.clock import today_in
from handrail.core.state import core_of_app
from handrail.core.vocabulary import Role
from handrail.demo import cast
from handrail.demo.at_work import Clinic
from handrail.demo.cast import address
from handrail.demo.groups import run_cohort
from handrail.demo.handing_over import hand_over
from handrail.demo.intake import take_inquiries
from handrail.demo.keeping_diaries import keep_diaries
from handrail.demo.measuring import measure
from handrail.demo.opening import enrol, hire, keep_rota, open_places, open_programs
from handrail.identity.services.organizations import create_organization


async def build_clinic(app: FastAPI) -> None:
    """Fill an empty database; the app's lifespan runs."""
    clinic = Clinic(app, today_in(cast.TIME_ZONE))
    admin = next(worker for worker in cast.WORKERS if Role.ADMINISTRATOR in worker.roles)
    opened = await create_organization(
        core_of_app(app).sessions,
        name=cast.ORGANIZATION,
        slug=cast.SLUG,
        state=cast.STATE,
        time_zone=cast.TIME_ZONE,
        administrator_email=address(admin.login),
        administrator_name=f"{admin.given_name} {admin.family_name}",
    )
    await enrol(clinic, opened.issued.secret.presented)
    await clinic.sign_in(admin.login)
    await hire(clinic, [worker for worker in cast.WORKERS if worker is not admin])
    await open_places(clinic)
    await open_programs(clinic)
    await keep_rota(clinic)
    for group in cast.COHORTS:
        await run_cohort(clinic, group)
    await take_inquiries(clinic)
    await hand_over(clinic)
    await measure(clinic)
    await keep_diaries(clinic)
    for api in clinic.people.values():
        await api.client.aclose()
