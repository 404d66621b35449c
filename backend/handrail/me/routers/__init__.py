"""Routes of what participants see."""

from handrail.me.routers import access, care, diary, measures

ROUTERS = (access.router, care.router, measures.router, diary.router)
