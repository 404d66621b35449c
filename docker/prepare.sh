#!/bin/sh
# Makes docker/secrets: passwords, this installation's own certificate authority, and the database server's certificate.
#   docker/prepare.sh [FOLDER]
# Run it once. It changes nothing that exists; keep the folder as you keep the backups' key.
set -eu
folder=${1:-$(dirname "$0")/secrets}
host=postgres  # the service's name in compose.yaml, which the certificate must carry
place="@$host:5432/handrail?sslmode=verify-full&sslrootcert=/run/secrets/database_authority"
days=3650

if [ -e "$folder" ]; then
  echo "$folder is there already and stays as it is. Move it away to make a new one." >&2
  exit 1
fi
command -v openssl >/dev/null || { echo "openssl is missing: install it (Debian: apt install openssl)." >&2; exit 1; }

umask 077
scratch=$(mktemp -d "$(dirname "$folder")/.secrets-XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM

openssl rand -hex 32 >"$scratch/superuser_password"
openssl rand -hex 32 >"$scratch/handrail_metrics_token"
printf 'k1:%s' "$(openssl rand -base64 32)" >"$scratch/handrail_keyring"
for role in owner app auditor maintenance; do
  password=$(openssl rand -hex 32)
  printf '%s' "$password" >"$scratch/${role}_password"
  name=handrail_${role}_database_url
  [ "$role" = app ] && name=handrail_database_url
  printf 'postgresql://handrail_%s:%s%s' "$role" "$password" "$place" >"$scratch/$name"
done

cd "$scratch"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -sha256 -days "$days" -subj "/CN=Handrail database" \
  -addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign,cRLSign" \
  -keyout authority.key -out database_authority 2>/dev/null
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -sha256 -subj "/CN=$host" \
  -keyout database_server_key -out server.request 2>/dev/null
printf 'subjectAltName=DNS:%s,DNS:localhost\nbasicConstraints=critical,CA:FALSE\nextendedKeyUsage=serverAuth\nauthorityKeyIdentifier=keyid\n' \
  "$host" >extensions
openssl x509 -req -sha256 -days "$days" -in server.request -CA database_authority -CAkey authority.key \
  -extfile extensions -out database_server_certificate 2>/dev/null
# Nobody needs the authority's key again: a new server certificate comes with a new authority.
rm -f authority.key server.request extensions
cd - >/dev/null

# The folder is closed to others. Its files are readable within, so that a container's account can read what is mounted.
chmod 0444 "$scratch"/*
mv "$scratch" "$folder"
trap - EXIT
echo "$folder is ready."
