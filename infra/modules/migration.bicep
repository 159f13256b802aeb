metadata description = 'A job inside the network that makes the database\'s roles and migrates it: nothing outside reaches the database.'

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('What names are made of.')
param baseName string

@description('Name of the registry of the job\'s image.')
@minLength(5)
@maxLength(50)
param registryName string

@description('The job\'s identity, an administrator of the database: resource id.')
param identityId string

@description('The job\'s identity: object id.')
param identityPrincipalId string

@description('The job\'s identity: client id.')
param identityClientId string

@description('The job\'s identity: its name, which is its user name in the database.')
param identityName string

@description('The subnet to run in.')
param subnetId string

@description('Where the job\'s log goes.')
param workspaceId string

@description('Repository and tag in the registry, for example prosmex-migrate:1; empty: no job yet, or the one that is there.')
param image string

@description('Name by which the database is reached.')
param databaseHost string

@description('The app\'s user name in the database.')
param databaseAppRole string

@description('The app\'s identity: object id, to which its user name in the database is bound.')
param databaseAppObjectId string

@description('The group that may act as owner of the schema.')
param databaseAdminsRole string

@description('Sign-in name of the first administrator, made while there is none; empty: none is made.')
param firstAdminUser string

@description('Password of the first administrator; given once, and gone with the next deployment.')
@secure()
param firstAdminPassword string

@description('Whether it migrates every lender that shares the program.')
param severalLenders bool

// AcrPull
var pullRole = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '7f951dda-4ed3-4680-a7ca-43fe172d538d')
var passwordSecret = 'primer-admin'
var withFirstAdmin = !empty(firstAdminUser) && !empty(firstAdminPassword)

resource registry 'Microsoft.ContainerRegistry/registries@2025-04-01' = {
  name: registryName
  location: location
  tags: tags
  sku: {
    name: 'Basic'
  }
  properties: {
    adminUserEnabled: false
    anonymousPullEnabled: false
  }
}

resource pull 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(registry.id, identityId, pullRole)
  scope: registry
  properties: {
    roleDefinitionId: pullRole
    principalId: identityPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource environment 'Microsoft.App/managedEnvironments@2025-01-01' = {
  name: 'cae-${baseName}'
  location: location
  tags: tags
  properties: {
    vnetConfiguration: {
      infrastructureSubnetId: subnetId
      internal: true
    }
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
    // By way of diagnostic settings, which need no key of the workspace.
    appLogsConfiguration: {
      destination: 'azure-monitor'
    }
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: environment
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        categoryGroup: 'allLogs'
        enabled: true
      }
    ]
  }
}

resource job 'Microsoft.App/jobs@2025-01-01' = if (!empty(image)) {
  name: 'job-${baseName}-migrate'
  location: location
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    environmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      triggerType: 'Manual'
      manualTriggerConfig: {
        parallelism: 1
        replicaCompletionCount: 1
      }
      // A migration is a transaction: what failed can be started again by a person who has read why.
      replicaRetryLimit: 0
      replicaTimeout: 3600
      registries: [
        {
          server: registry.properties.loginServer
          identity: identityId
        }
      ]
      secrets: withFirstAdmin
        ? [
            {
              name: passwordSecret
              value: firstAdminPassword
            }
          ]
        : []
    }
    template: {
      containers: [
        {
          name: 'migrate'
          image: '${registry.properties.loginServer}/${image}'
          resources: {
            cpu: json('0.5')
            memory: '1Gi'
          }
          env: concat(
            [
              {
                name: 'AZURE_CLIENT_ID'
                value: identityClientId
              }
              {
                name: 'DATABASE_HOST'
                value: databaseHost
              }
              {
                name: 'DATABASE_USER'
                value: identityName
              }
              {
                name: 'DATABASE_APP_ROLE'
                value: databaseAppRole
              }
              {
                name: 'DATABASE_APP_OBJECT_ID'
                value: databaseAppObjectId
              }
              {
                name: 'DATABASE_ADMINS_ROLE'
                value: databaseAdminsRole
              }
              {
                name: 'Prosmex__Financieras'
                value: string(severalLenders)
              }
            ],
            withFirstAdmin
              ? [
                  {
                    name: 'PROSMEX_ADMIN_USUARIO'
                    value: firstAdminUser
                  }
                  {
                    name: 'PROSMEX_ADMIN_CONTRASENA'
                    secretRef: passwordSecret
                  }
                ]
              : []
          )
        }
      ]
    }
  }
  dependsOn: [pull]
}
