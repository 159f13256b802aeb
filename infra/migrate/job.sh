#!/bin/sh
# Starts the migration job of a resource group and waits for its end. Its log: docs/runbook.md.
set -eu
group=$1
job=$(az containerapp job list --resource-group "$group" --query '[0].name' --output tsv)
run=$(az containerapp job start --resource-group "$group" --name "$job" --query name --output tsv)
echo "$job: $run"
status=Running
while [ "$status" = Running ] || [ "$status" = Processing ] || [ "$status" = Unknown ]; do
  sleep 10
  status=$(az containerapp job execution show --resource-group "$group" --name "$job" --job-execution-name "$run" --query properties.status --output tsv)
done
echo "$status"
[ "$status" = Succeeded ]
