// The lender's.
using 'main.bicep'

param environmentName = 'prod'
param administrator = {
  id: readEnvironmentVariable('ADMINISTRATOR_ID')
  name: readEnvironmentVariable('ADMINISTRATOR_NAME')
  type: 'Group'
}
param signingKey = readEnvironmentVariable('SIGNING_KEY', '')
param receiptKey = readEnvironmentVariable('RECEIPT_KEY', '')
param migrationImage = readEnvironmentVariable('MIGRATION_IMAGE', '')
param firstAdminUser = readEnvironmentVariable('PROSMEX_ADMIN_USUARIO', '')
param firstAdminPassword = readEnvironmentVariable('PROSMEX_ADMIN_CONTRASENA', '')

param databaseServer = readEnvironmentVariable('DATABASE_SERVER', '')

param privateNetwork = true
param purgeProtection = true

param alwaysReadyHttp = 1
param storageSku = 'Standard_ZRS'

// 859 connections, 15 of them the platform's. 20 instances for HTTP, the one always ready and one for each of 4 timers keep 10 each: 250. The platform
// does not hold the number of instances in a burst (github.com/Azure/azure-functions-host/issues/11790): three times as many still fit.
param databaseSku = 'Standard_D2ds_v5'
param databaseTier = 'GeneralPurpose'
param databaseConnections = 844
param maximumInstances = 20
param maximumPoolSize = 10
// What the server has by now (infra/storage-size.sh): asking for less is refused.
param databaseStorageGb = max(64, int(readEnvironmentVariable('DATABASE_STORAGE_GB', '0')))
param backupRetentionDays = 35
param highAvailability = true
// Takes as many connections as the server: every instance keeps as many to each.
param readReplica = bool(readEnvironmentVariable('READ_REPLICA', 'false'))
param severalLenders = bool(readEnvironmentVariable('SEVERAL_LENDERS', 'false'))

param logRetentionDays = 90
param logDailyCapGb = 5
param alertEmails = filter(split(readEnvironmentVariable('ALERT_EMAILS'), ','), address => !empty(address))
param availabilityTest = true

param monthlyBudget = int(readEnvironmentVariable('MONTHLY_BUDGET', '0'))
param budgetStart = readEnvironmentVariable('BUDGET_START', '')

param customDomain = readEnvironmentVariable('CUSTOM_DOMAIN', '')
