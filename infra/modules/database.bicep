metadata description = 'PostgreSQL, without passwords. The database itself and its roles are made by infra/migrate/roles.sql.'

import { administratorType } from 'types.bicep'

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Name of the server.')
param name string

@description('Major version of PostgreSQL.')
param version string

@description('Machine, for example Standard_D2ds_v5.')
param skuName string

@description('Burstable, GeneralPurpose or MemoryOptimized; goes with the machine.')
param skuTier string

@description('Disk in GB, at least what the server has: it grows by itself, and a smaller size is refused.')
param storageSizeGb int

@description('Days that a point in time can be restored.')
param backupRetentionDays int

@description('Keep the backups in the paired region too; cannot be changed later.')
param geoRedundantBackup bool

@description('A standby in another zone.')
param highAvailability bool

@description('A second server that only reads; not on a Burstable machine.')
param readReplica bool

@description('Live in a subnet and nowhere else; otherwise with a public address that only Azure services reach.')
param privateNetwork bool

@description('The subnet to live in; empty without one.')
param subnetId string

@description('The private zone of the server\'s name; empty without a subnet.')
param zoneId string

@description('Who administers the server, in this order.')
param administrators administratorType[]

@description('Where the server\'s logs go.')
param workspaceId string

var access = privateNetwork
  ? {
      publicNetworkAccess: 'Disabled'
      delegatedSubnetResourceId: subnetId
      privateDnsZoneArmResourceId: zoneId
    }
  : {
      publicNetworkAccess: 'Enabled'
    }

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: skuName
    tier: skuTier
  }
  properties: {
    version: version
    authConfig: {
      activeDirectoryAuth: 'Enabled'
      passwordAuth: 'Disabled'
      tenantId: tenant().tenantId
    }
    storage: {
      storageSizeGB: storageSizeGb
      autoGrow: 'Enabled'
    }
    backup: {
      backupRetentionDays: backupRetentionDays
      geoRedundantBackup: geoRedundantBackup ? 'Enabled' : 'Disabled'
    }
    highAvailability: {
      mode: highAvailability ? 'ZoneRedundant' : 'Disabled'
    }
    // Sunday 09:00 UTC, 03:00 in Mexico City: a day before the weekly close.
    maintenanceWindow: {
      customWindow: 'Enabled'
      dayOfWeek: 0
      startHour: 9
      startMinute: 0
    }
    network: access
  }

  // This one address means "any service in Azure" and nothing else.
  resource azureServices 'firewallRules' = if (!privateNetwork) {
    name: 'AllowAzureServices'
    properties: {
      startIpAddress: '0.0.0.0'
      endIpAddress: '0.0.0.0'
    }
  }

  resource tls 'configurations' = {
    name: 'ssl_min_protocol_version'
    properties: {
      value: 'TLSv1.2'
      source: 'user-override'
    }
    dependsOn: [azureServices]
  }
}

// One after the other: the server takes one change at a time.
@batchSize(1)
resource admins 'Microsoft.DBforPostgreSQL/flexibleServers/administrators@2024-08-01' = [
  for administrator in administrators: {
    parent: server
    name: administrator.id
    properties: {
      principalName: administrator.name
      principalType: administrator.type
      tenantId: tenant().tenantId
    }
    dependsOn: [server::tls]
  }
]

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: server
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'PostgreSQLLogs'
        enabled: true
      }
    ]
  }
}

// Version, users and administrators are those of the server; back-ups and a standby it has none. Of the same size: it must take as many connections,
// and the server takes over what it answers.
resource replica 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = if (readReplica) {
  name: '${name}-replica'
  location: location
  tags: tags
  sku: {
    name: skuName
    tier: skuTier
  }
  properties: {
    createMode: 'Replica'
    sourceServerResourceId: server.id
    storage: {
      storageSizeGB: storageSizeGb
      autoGrow: 'Enabled'
    }
    network: access
  }
  dependsOn: [admins]

  resource azureServices 'firewallRules' = if (!privateNetwork) {
    name: 'AllowAzureServices'
    properties: {
      startIpAddress: '0.0.0.0'
      endIpAddress: '0.0.0.0'
    }
  }
}

@description('The server.')
output id string = server.id

@description('Name by which it is reached.')
output host string = server.properties.fullyQualifiedDomainName

@description('Name by which the replica is reached; empty: there is none.')
output replicaHost string = readReplica ? replica!.properties.fullyQualifiedDomainName : ''
