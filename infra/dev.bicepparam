// One deployer tries things out: small, public but for Azure's services only, nothing kept for long.
using 'main.bicep'

param environmentName = 'dev'
param administrator = {
  id: readEnvironmentVariable('ADMINISTRATOR_ID')
  name: readEnvironmentVariable('ADMINISTRATOR_NAME')
  type: readEnvironmentVariable('ADMINISTRATOR_TYPE', 'User')
}
param signingKey = readEnvironmentVariable('SIGNING_KEY', '')
param receiptKey = readEnvironmentVariable('RECEIPT_KEY', '')

param privateNetwork = false
param purgeProtection = false

param maximumInstances = 2
param alwaysReadyHttp = 0

param storageSku = 'Standard_LRS'

// 50 connections, 15 of them the platform's. 2 instances for HTTP and one for each of 4 timers keep 4 each: 24.
param databaseSku = 'Standard_B1ms'
param databaseTier = 'Burstable'
param databaseConnections = 35
param maximumPoolSize = 4
// What the server has by now (infra/storage-size.sh): asking for less is refused.
param databaseStorageGb = max(32, int(readEnvironmentVariable('DATABASE_STORAGE_GB', '0')))
param backupRetentionDays = 7
param highAvailability = false

param logDailyCapGb = 1
param alertEmails = []
param availabilityTest = false
