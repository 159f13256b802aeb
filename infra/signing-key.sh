#!/bin/sh
# A new signing key where the resource group has none yet, else nothing: a key that is there must not be replaced by a deployment.
# Asks the management side, which tells whether there is a key and never the key.
set -eu
group=$1
vault=$(az resource list --resource-group "$group" --resource-type Microsoft.KeyVault/vaults --query '[0].id' --output tsv)
if [ -n "$vault" ]; then
  # Only 3 means that it was not found. Any other failure says nothing, and a new key then would sign everybody out.
  status=0
  az resource show --ids "$vault/secrets/jwt-clave" --api-version 2024-11-01 --output none || status=$?
  case $status in
    0) exit 0 ;;
    3) ;;
    *) exit "$status" ;;
  esac
fi
key=$(openssl rand -base64 48)
printf '%s' "$key"
