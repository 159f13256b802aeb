metadata description = 'Where logs, traces and metrics go. No key writes there.'

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('What names are made of.')
param baseName string

@description('Days that logs are kept.')
param retentionDays int

@description('The most that a day may bring in, in GB; -1 is no limit.')
param dailyCapGb int

@description('The identity that writes telemetry: resource id.')
param writerId string

@description('The identity that writes telemetry: object id.')
param writerPrincipalId string

// Monitoring Metrics Publisher
var writerRole = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '3913510d-42f4-4e42-8a64-420c390055eb'
)

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: 'log-${baseName}'
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: retentionDays
    workspaceCapping: {
      dailyQuotaGb: dailyCapGb
    }
    features: {
      disableLocalAuth: true
    }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-${baseName}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    IngestionMode: 'LogAnalytics'
    DisableLocalAuth: true
  }
}

resource writer 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, writerId, writerRole)
  scope: insights
  properties: {
    roleDefinitionId: writerRole
    principalId: writerPrincipalId
    principalType: 'ServicePrincipal'
  }
}

@description('The Log Analytics workspace.')
output workspaceId string = workspace.id

@description('The Application Insights component.')
output insightsId string = insights.id

@description('Where telemetry is sent. Its key alone opens nothing: local authentication is off.')
output connectionString string = insights.properties.ConnectionString
