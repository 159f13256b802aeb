metadata description = 'The vault with the keys that sign access tokens and the secret of receipts.'

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Name of the vault.')
@minLength(3)
@maxLength(24)
param name string

@description('The vault and its keys cannot be erased before their time.')
param purgeProtection bool

@description('The identity that reads the keys: resource id.')
param readerId string

@description('The identity that reads the keys: object id.')
param readerPrincipalId string

@description('Who rotates the keys: object id.')
param officerPrincipalId string

@description('Who rotates the keys: User, Group or ServicePrincipal.')
@allowed(['User', 'Group', 'ServicePrincipal'])
param officerPrincipalType string

@description('Where the log of who read which key goes.')
param workspaceId string

@description('The signing key to write; empty leaves what is there.')
@secure()
param signingKey string

@description('The secret of receipts to write; empty leaves what is there.')
@secure()
param receiptKey string

var keyName = 'jwt-clave'
var previousKeyName = 'jwt-clave-anterior'
var receiptKeyName = 'recibos-clave'

var assignments = [
  {
    role: '4633458b-17de-408a-b874-0445c86b69e6' // Key Vault Secrets User
    holder: readerId
    principalId: readerPrincipalId
    principalType: 'ServicePrincipal'
  }
  {
    role: 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7' // Key Vault Secrets Officer
    holder: officerPrincipalId
    principalId: officerPrincipalId
    principalType: officerPrincipalType
  }
]

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    // The service refuses "false": once on, it stays on.
    enablePurgeProtection: purgeProtection ? true : null
    publicNetworkAccess: 'Enabled'
  }
}

resource key 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = if (!empty(signingKey)) {
  parent: vault
  name: keyName
  properties: {
    value: signingKey
    contentType: 'HMAC key of access tokens'
  }
}

resource receipts 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = if (!empty(receiptKey)) {
  parent: vault
  name: receiptKeyName
  properties: {
    value: receiptKey
    contentType: 'Secret that the keys of receipts derive from'
  }
}

resource roles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for assignment in assignments: {
    name: guid(vault.id, assignment.holder, assignment.role)
    scope: vault
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', assignment.role)
      principalId: assignment.principalId
      principalType: assignment.principalType
    }
  }
]

// From the start: a log that is switched on after a leak does not say who read the key.
resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: vault
  properties: {
    workspaceId: workspaceId
    // Its own table, AZKVAuditLogs, with typed columns.
    logAnalyticsDestinationType: 'Dedicated'
    logs: [
      {
        category: 'AuditEvent'
        enabled: true
      }
    ]
  }
}

@description('Name of the vault.')
output name string = vault.name

@description('App setting that reads the signing key.')
output keyReference string = '@Microsoft.KeyVault(VaultName=${vault.name};SecretName=${keyName})'

@description('App setting that reads the key before it.')
output previousKeyReference string = '@Microsoft.KeyVault(VaultName=${vault.name};SecretName=${previousKeyName})'

@description('App setting that reads the secret of receipts.')
output receiptKeyReference string = '@Microsoft.KeyVault(VaultName=${vault.name};SecretName=${receiptKeyName})'
