# The API and the background worker: one image, two commands (`serve`, `worker`), and every other command of `handrail`.
# Built from the repository's root: docker build -f docker/api.Dockerfile -t handrail-api .
FROM python:3.13-slim-trixie AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
# Where volumes are mounted, which take their account and mode from here: for heads of the audit, and for downtime rosters.
RUN install -d -m 0750 /var/opt/handrail/audit-heads /var/opt/handrail/downtime
COPY requirements.lock /opt/handrail/requirements.lock
# Hashes checked, nothing built from source: a package without a wheel ends the build.
RUN python -m venv --without-pip /opt/handrail/.venv \
 && python -m pip --python /opt/handrail/.venv/bin/python install --quiet --require-hashes --no-deps --only-binary :all: -r /opt/handrail/requirements.lock
COPY backend /opt/handrail/backend
COPY migrations /opt/handrail/migrations
# The running container can write nothing, so that bytecode is made here.
RUN /opt/handrail/.venv/bin/python -m compileall -q /opt/handrail/backend /opt/handrail/migrations

FROM python:3.13-slim-trixie
LABEL org.opencontainers.image.title="Handrail" org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /opt/handrail /opt/handrail
COPY --from=build --chown=10001:10001 /var/opt/handrail /var/opt/handrail
ENV PATH=/opt/handrail/.venv/bin:/usr/local/bin:/usr/bin:/bin PYTHONPATH=/opt/handrail/backend PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /opt/handrail
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 CMD ["python", "-m", "handrail.health", "api"]
ENTRYPOINT ["python", "-m", "handrail"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
