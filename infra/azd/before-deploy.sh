#!/bin/sh
# azd: makes the database's roles and migrates it from this machine, whose address (DEPLOYER_IP) is let in meanwhile.
set -eu
# The vault has them now.
azd env set SIGNING_KEY ''
azd env set RECEIPT_KEY ''

# By the management API: "az postgres flexible-server firewall-rule" changed what its arguments mean in 2026 (github.com/Azure/azure-cli/pull/33343).
server=${DATABASE_HOST%%.*}
rule="/subscriptions/$AZURE_SUBSCRIPTION_ID/resourceGroups/$AZURE_RESOURCE_GROUP/providers/Microsoft.DBforPostgreSQL/flexibleServers/$server/firewallRules/deployer?api-version=2024-08-01"
close() { az rest --method delete --url "$rule" --output none; }
if [ -n "${DEPLOYER_IP:-}" ]; then
  trap close EXIT
  az rest --method put --url "$rule" --output none \
    --body "{\"properties\":{\"startIpAddress\":\"$DEPLOYER_IP\",\"endIpAddress\":\"$DEPLOYER_IP\"}}"
  # "az rest" does not wait until the server has taken the rule.
  tries=60
  until az rest --method get --url "$rule" --output none; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ]
    sleep 5
  done
fi

dotnet build Prosmex.Cli --configuration Release
DATABASE_USER="$ADMINISTRATOR_NAME" PROSMEX_PROGRAM=Prosmex.Cli/bin/Release/net10.0/Prosmex.Cli.dll infra/migrate/migrate.sh
