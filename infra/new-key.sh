#!/bin/sh
# Prints a new key for a secret that the resource group's vault does not have yet, and nothing otherwise: a deployment must not replace an existing key.
# Uses the management plane, which reveals whether a key exists but not its value.
set -eu
group=$1
secret=$2
vault=$(az resource list --resource-group "$group" --resource-type Microsoft.KeyVault/vaults --query '[0].id' --output tsv)
if [ -n "$vault" ]; then
  # Only 3 means "not found". For any other failure the state is unknown, and a new key would end all sessions, or void all receipts.
  status=0
  az resource show --ids "$vault/secrets/$secret" --api-version 2024-11-01 --output none || status=$?
  case $status in
    0) exit 0 ;;
    3) ;;
    *) exit "$status" ;;
  esac
fi
key=$(openssl rand -base64 48)
printf '%s' "$key"
