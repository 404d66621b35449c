#!/bin/sh
# Writes what differs between installations, from the environment, then becomes the web server.
#   HANDRAIL_API_BASE_URL   where browsers reach the API: a scheme and a host, as https://care.example.org
#   HANDRAIL_ORGANIZATION   optional: the organization's short name, so that nobody is asked for it at sign-in
set -eu

api=${HANDRAIL_API_BASE_URL:-}
organization=${HANDRAIL_ORGANIZATION:-}

# The whole value must match, line breaks included: it becomes part of a header and of a file that browsers read.
matches() {
  printf '%s' "$1" | tr '\n\r' '  ' | grep -Eqx "$2"
}
if ! matches "$api" 'https?://[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(:[0-9]{1,5})?'; then
  echo "HANDRAIL_API_BASE_URL is not a scheme and a host: set it as https://care.example.org" >&2
  exit 1
fi
if [ -n "$organization" ] && ! matches "$organization" '[a-z0-9][a-z0-9-]{1,62}'; then
  echo "HANDRAIL_ORGANIZATION is not a short name of 2 to 63 letters a-z, digits and hyphens: set it as riverside" >&2
  exit 1
fi

umask 077
mkdir -p /tmp/handrail-web
if [ -n "$organization" ]; then
  printf '{ "apiBaseUrl": "%s", "organization": "%s" }\n' "$api" "$organization" >/tmp/handrail-web/config.json
else
  printf '{ "apiBaseUrl": "%s" }\n' "$api" >/tmp/handrail-web/config.json
fi
policy="default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; \
manifest-src 'self'; connect-src 'self' $api; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
printf 'add_header Content-Security-Policy "%s" always;\n' "$policy" >/tmp/handrail-web/policy.conf

exec nginx -e /dev/stderr -c /opt/handrail/web/nginx.conf
