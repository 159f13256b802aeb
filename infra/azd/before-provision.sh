#!/bin/sh
# azd: the user who is signed in administers what they deploy.
set -eu
id=$(az ad signed-in-user show --query id --output tsv)
name=$(az ad signed-in-user show --query userPrincipalName --output tsv)
signing=$(infra/new-key.sh "$AZURE_RESOURCE_GROUP" jwt-clave)
receipts=$(infra/new-key.sh "$AZURE_RESOURCE_GROUP" recibos-clave)
size=$(infra/storage-size.sh "$AZURE_RESOURCE_GROUP")
azd env set ADMINISTRATOR_ID "$id"
azd env set ADMINISTRATOR_NAME "$name"
azd env set ADMINISTRATOR_TYPE User
azd env set SIGNING_KEY "$signing"
azd env set RECEIPT_KEY "$receipts"
azd env set DATABASE_STORAGE_GB "$size"
