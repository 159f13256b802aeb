#!/bin/sh
# The size of the database's disk in GB, 0 where there is no server yet. The disk grows automatically or by hand, and a deployment that requests less
# is rejected (DowngradeDiskSizeUnsupported; github.com/Altinn/dialogporten/pull/4127), so the parameters use the actual size.
#   storage-size.sh GROUP [SERVER]        without SERVER the one of the template; restored ones have longer names
set -eu
group=$1
name=${2:-}
if [ -n "$name" ]; then query="[?name=='$name'].id | [0]"; else query='sort_by(@, &length(name))[0].id'; fi
server=$(az resource list --resource-group "$group" --resource-type Microsoft.DBforPostgreSQL/flexibleServers --query "$query" --output tsv)
if [ -z "$server" ]; then
  echo 0
  exit 0
fi
az resource show --ids "$server" --api-version 2024-08-01 --query properties.storage.storageSizeGB --output tsv
