#!/bin/sh
# Makes the database's roles and brings the database to this version. Runs where the database can be reached: in the job inside the network,
# on a runner or on the deployer's machine. Needs psql 16 or later and, beside itself or in PROSMEX_PROGRAM, the published program.
#
#   DATABASE_HOST, DATABASE_APP_ROLE       what the deployment put out
#   DATABASE_USER                          the Entra administrator that signs in: name of a group, an application or an identity, or a person's
#   DATABASE_ADMINS_ROLE                   who else may act as the owner; DATABASE_USER where it is not given
#   PROSMEX_ADMIN_USUARIO, …_CONTRASENA    the first administrator of the program, made while there is none; not needed
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=${PROSMEX_PROGRAM:-/app/Prosmex.Functions.dll}
resource=https://ossrdbms-aad.database.windows.net

# A token is the password: of the job's identity where there is one, else of whoever is signed in to az.
if [ -z "${PGPASSWORD:-}" ]; then
  if [ -n "${IDENTITY_ENDPOINT:-}" ]; then
    PGPASSWORD=$(curl -fsS --retry 5 --retry-all-errors -H "X-IDENTITY-HEADER: $IDENTITY_HEADER" \
      "$IDENTITY_ENDPOINT?api-version=2019-08-01&resource=$resource&client_id=$AZURE_CLIENT_ID" | sed -E 's/.*"access_token" *: *"([^"]+)".*/\1/')
  else
    PGPASSWORD=$(az account get-access-token --resource "$resource" --query accessToken --output tsv)
  fi
fi
export PGPASSWORD
export PGSSLMODE="${PGSSLMODE:-verify-full}" PGSSLROOTCERT="${PGSSLROOTCERT:-system}" PGCONNECT_TIMEOUT=15

psql --no-psqlrc --quiet --host="$DATABASE_HOST" --username="$DATABASE_USER" --dbname=postgres \
  --set=app="$DATABASE_APP_ROLE" --set=admins="${DATABASE_ADMINS_ROLE:-$DATABASE_USER}" --file="$here/roles.sql"

case $PGSSLMODE in verify-full) ssl=VerifyFull ;; *) ssl=Prefer ;; esac
export ConnectionStrings__Prosmex="Host=$DATABASE_HOST;Port=${PGPORT:-5432};Database=prosmex;Username=$DATABASE_APP_ROLE;SSL Mode=$ssl"
export ConnectionStrings__ProsmexDuenio="Host=$DATABASE_HOST;Port=${PGPORT:-5432};Database=prosmex;Username=$DATABASE_USER;Password=$PGPASSWORD;SSL Mode=$ssl;Options=-c role=prosmex_duenio"

# The driver reads these too, in its own way.
unset PGPASSWORD PGSSLMODE PGSSLROOTCERT PGCONNECT_TIMEOUT
exec dotnet "$program" migrate
