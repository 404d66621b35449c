-- The database, its four roles and its extension, for a superuser to run with psql 16 or newer; safe to repeat.
--   HANDRAIL_SECRETS=docker/secrets psql -d postgres -f docker/postgres/roles.sql
-- Passwords are read from owner_password, app_password, auditor_password and maintenance_password in that folder
-- (/run/secrets unless told), so that none stands on a command line. `-v database=NAME` names another database.
\set ON_ERROR_STOP on
\set QUIET on
\if :{?database}
\else
  \set database handrail
\endif

\! cd "${HANDRAIL_SECRETS:-/run/secrets}" && for role in owner app auditor maintenance; do test -s "${role}_password" || exit 1; done
\if :SHELL_ERROR
  DO $$ BEGIN RAISE 'a password file is missing: run docker/prepare.sh, or name the folder in HANDRAIL_SECRETS'; END $$;
\endif
\set owner_password `cat "${HANDRAIL_SECRETS:-/run/secrets}/owner_password"`
\set app_password `cat "${HANDRAIL_SECRETS:-/run/secrets}/app_password"`
\set auditor_password `cat "${HANDRAIL_SECRETS:-/run/secrets}/auditor_password"`
\set maintenance_password `cat "${HANDRAIL_SECRETS:-/run/secrets}/maintenance_password"`

-- A failed statement must not leave a password in the server's log.
SET log_min_error_statement = panic;
SET password_encryption = 'scram-sha-256';
SELECT format(
    '%s ROLE %I LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD %L',
    CASE WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.role) THEN 'ALTER' ELSE 'CREATE' END,
    wanted.role,
    wanted.password
  )
  FROM (VALUES
    ('handrail_owner', :'owner_password'),
    ('handrail_app', :'app_password'),
    ('handrail_auditor', :'auditor_password'),
    ('handrail_maintenance', :'maintenance_password')
  ) AS wanted (role, password)
\gexec

SELECT format(
    'CREATE DATABASE %I OWNER handrail_owner TEMPLATE template0 ENCODING ''UTF8'' LOCALE_PROVIDER builtin '
    'BUILTIN_LOCALE ''C.UTF-8'' LOCALE ''C''',
    :'database'
  )
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database')
\gexec
ALTER DATABASE :"database" OWNER TO handrail_owner;
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO handrail_owner, handrail_app, handrail_auditor, handrail_maintenance;

\connect :"database"
CREATE EXTENSION IF NOT EXISTS btree_gist;
