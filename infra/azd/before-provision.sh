#!/bin/sh
# azd: whoever is signed in administers what he deploys.
set -eu
azd env set ADMINISTRATOR_ID "$(az ad signed-in-user show --query id --output tsv)"
azd env set ADMINISTRATOR_NAME "$(az ad signed-in-user show --query userPrincipalName --output tsv)"
azd env set ADMINISTRATOR_TYPE User
azd env set SIGNING_KEY "$(infra/signing-key.sh "$AZURE_RESOURCE_GROUP")"
