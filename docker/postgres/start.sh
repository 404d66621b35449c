#!/bin/sh
# Starts the server of the postgres image with TLS. The key is copied, because PostgreSQL refuses one that others may
# read and the owner of a mounted secret differs from engine to engine.
set -eu
umask 077
cp /run/secrets/database_server_key /var/run/postgresql/server.key
exec docker-entrypoint.sh postgres \
  -c ssl=on \
  -c ssl_cert_file=/run/secrets/database_server_certificate \
  -c ssl_key_file=/var/run/postgresql/server.key \
  -c ssl_min_protocol_version=TLSv1.3 \
  -c hba_file=/etc/handrail/pg_hba.conf \
  -c password_encryption=scram-sha-256 \
  -c timezone=UTC \
  -c log_timezone=UTC \
  -c log_min_error_statement=panic \
  -c log_error_verbosity=terse \
  -c log_parameter_max_length=0 \
  -c log_parameter_max_length_on_error=0 \
  -c jit=off \
  -c max_connections=200
