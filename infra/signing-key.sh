#!/bin/sh
# A new signing key where the resource group has none yet, else nothing: a key that is there must not be replaced by a deployment.
# Asks the management side, which tells whether there is a key and never the key.
set -eu
group=$1
vault=$(az resource list --resource-group "$group" --resource-type Microsoft.KeyVault/vaults --query '[0].id' --output tsv)
if [ -n "$vault" ] && az resource show --ids "$vault/secrets/jwt-clave" --api-version 2024-11-01 --output none 2>/dev/null; then
  exit 0
fi
openssl rand -base64 48 | tr -d '\n'
