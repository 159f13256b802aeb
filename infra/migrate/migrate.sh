#!/bin/sh
# Makes the database's roles and brings the database to this version. Runs where the database can be reached: in the job inside the network,
# on a runner or on the deployer's machine. Needs psql 16 or later and, beside itself or in PROSMEX_PROGRAM, the published program. With arguments
# it runs that command of the program instead, such as: financiera listar
#
#   DATABASE_HOST, DATABASE_APP_ROLE, DATABASE_APP_OBJECT_ID
#                                          what the deployment put out
#   DATABASE_USER                          the Entra administrator that signs in: name of a group, an application or an identity, or a person's
#   DATABASE_ADMINS_ROLE                   who else may act as the owner; DATABASE_USER where it is not given
#   PROSMEX_ADMIN_USUARIO, …_CONTRASENA    the first administrator of the program, made while there is none; not needed
set -eu
# What the alert "migracion" looks for (infra/modules/alerts.bicep).
trap 'status=$?; [ "$status" = 0 ] || echo "migrate: failed ($status)" >&2' EXIT
here=$(cd "$(dirname "$0")" && pwd)
program=${PROSMEX_PROGRAM:-/app/Prosmex.Cli.dll}
resource=https://ossrdbms-aad.database.windows.net

# A token is the password: of the job's identity where there is one, else of the user or application that is signed in to az.
if [ -z "${PGPASSWORD:-}" ]; then
  if [ -n "${IDENTITY_ENDPOINT:-}" ]; then
    answer=$(curl -fsS --retry 5 --retry-all-errors -H "X-IDENTITY-HEADER: $IDENTITY_HEADER" \
      "$IDENTITY_ENDPOINT?api-version=2019-08-01&resource=$resource&client_id=$AZURE_CLIENT_ID")
    PGPASSWORD=$(printf '%s' "$answer" | sed -nE 's/.*"access_token" *: *"([^"]+)".*/\1/p')
  else
    PGPASSWORD=$(az account get-access-token --resource "$resource" --query accessToken --output tsv)
  fi
fi
[ -n "$PGPASSWORD" ] || { echo "No token for the database." >&2; exit 1; }
export PGPASSWORD
export PGSSLMODE="${PGSSLMODE:-verify-full}" PGSSLROOTCERT="${PGSSLROOTCERT:-system}" PGCONNECT_TIMEOUT=15

psql --no-psqlrc --quiet --host="$DATABASE_HOST" --username="$DATABASE_USER" --dbname=postgres \
  --set=app="$DATABASE_APP_ROLE" --set=app_id="$DATABASE_APP_OBJECT_ID" --set=admins="${DATABASE_ADMINS_ROLE:-$DATABASE_USER}" --file="$here/roles.sql"

case $PGSSLMODE in verify-full) ssl=VerifyFull ;; *) ssl=Prefer ;; esac
export ConnectionStrings__Prosmex="Host=$DATABASE_HOST;Port=${PGPORT:-5432};Database=prosmex;Username=$DATABASE_APP_ROLE;SSL Mode=$ssl"
export ConnectionStrings__ProsmexDuenio="Host=$DATABASE_HOST;Port=${PGPORT:-5432};Database=prosmex;Username=$DATABASE_USER;Password=$PGPASSWORD;SSL Mode=$ssl;Options=-c role=prosmex_duenio"

# The driver reads these too, in its own way.
unset PGPASSWORD PGSSLMODE PGSSLROOTCERT PGCONNECT_TIMEOUT
[ $# -gt 0 ] || set -- migrate
dotnet "$program" "$@"
