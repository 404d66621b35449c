# The web app: static files behind nginx. TLS ends in front of it (docs/operating.md).
# Built from the repository's root: docker build -f docker/web.Dockerfile -t handrail-web .
FROM node:24.19.0-trixie-slim AS build
WORKDIR /opt/build
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-audit --no-fund --loglevel=error
COPY frontend ./
RUN npm run --silent build
COPY docker/web/compress.mjs ./scripts/compress.mjs
RUN node scripts/compress.mjs dist

FROM debian:trixie-slim
LABEL org.opencontainers.image.title="Handrail web app" org.opencontainers.image.licenses="Apache-2.0"
# Debian keeps one version of a package at a time, the one with its security fixes: a pinned one soon cannot be built.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends nginx libnginx-mod-http-brotli-static \
 && rm -rf /var/lib/apt/lists/*
COPY docker/web/nginx.conf docker/web/security.conf docker/web/start.sh docker/web/health.sh /opt/handrail/web/
COPY --from=build /opt/build/dist /opt/handrail/web/www
USER 10002:10002
EXPOSE 8080
STOPSIGNAL SIGQUIT
HEALTHCHECK --interval=15s --timeout=5s --start-period=10s --retries=3 CMD ["/bin/sh", "/opt/handrail/web/health.sh"]
ENTRYPOINT ["/bin/sh", "/opt/handrail/web/start.sh"]
