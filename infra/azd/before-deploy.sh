#!/bin/sh
# azd: makes the database's roles and migrates it from this machine, whose address (DEPLOYER_IP) is let in meanwhile.
set -eu
# The vault has it now.
azd env set SIGNING_KEY ''

server=${DATABASE_HOST%%.*}
rule=deployer
close() { az postgres flexible-server firewall-rule delete --resource-group "$AZURE_RESOURCE_GROUP" --name "$server" --rule-name "$rule" --yes --output none; }
if [ -n "${DEPLOYER_IP:-}" ]; then
  trap close EXIT
  az postgres flexible-server firewall-rule create --resource-group "$AZURE_RESOURCE_GROUP" --name "$server" --rule-name "$rule" \
    --start-ip-address "$DEPLOYER_IP" --end-ip-address "$DEPLOYER_IP" --output none
fi

out=$(mktemp -d)
dotnet publish Prosmex.Functions --configuration Release --output "$out" -p:RuntimeIdentifier= -p:PublishReadyToRun=false
DATABASE_USER="$ADMINISTRATOR_NAME" PROSMEX_PROGRAM="$out/Prosmex.Functions.dll" infra/migrate/migrate.sh
rm -rf "$out"
