// The lender's.
using 'main.bicep'

param environmentName = 'prod'
param administrator = {
  id: readEnvironmentVariable('ADMINISTRATOR_ID')
  name: readEnvironmentVariable('ADMINISTRATOR_NAME')
  type: 'Group'
}
param signingKey = readEnvironmentVariable('SIGNING_KEY', '')
param migrationImage = readEnvironmentVariable('MIGRATION_IMAGE', '')
param firstAdminUser = readEnvironmentVariable('PROSMEX_ADMIN_USUARIO', '')
param firstAdminPassword = readEnvironmentVariable('PROSMEX_ADMIN_CONTRASENA', '')

param databaseServer = readEnvironmentVariable('DATABASE_SERVER', '')

param privateNetwork = true
param purgeProtection = true

param alwaysReadyHttp = 1
param storageSku = 'Standard_ZRS'

// The machine takes 859 connections: 20 instances, 20 each, leave room for timers, the job and people.
param databaseSku = 'Standard_D2ds_v5'
param databaseTier = 'GeneralPurpose'
param maximumInstances = 20
param maximumPoolSize = 20
param databaseStorageGb = 64
param backupRetentionDays = 35
param highAvailability = true

param logRetentionDays = 90
param logDailyCapGb = 5
param alertEmails = split(readEnvironmentVariable('ALERT_EMAILS'), ',')
param availabilityTest = true
