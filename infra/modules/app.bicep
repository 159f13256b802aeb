metadata description = 'The function app on a Flex Consumption plan.'

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('What names are made of.')
param baseName string

@description('Name of the app, and of its address.')
param name string

@description('Resource id of the app\'s identity.')
param identityId string

@description('Name of the storage account.')
param storageName string

@description('The container of deployed packages.')
param packagesUrl string

@description('Subnet of the app; empty: none.')
param subnetId string

@description('Memory of an instance in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMb int

@description('The most on-demand instances of each scale group: all HTTP functions are one, each timer is one of its own.')
param maximumInstances int

@description('Requests that one instance serves at once.')
param httpConcurrency int

@description('Instances that wait for requests all the time: no cold start, paid all the time.')
param alwaysReadyHttp int

@description('Origins that browsers may call from.')
param allowedOrigins string[]

@description('What the program reads.')
param settings object

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: 'plan-${baseName}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    tier: 'FlexConsumption'
    name: 'FC1'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  // azd finds the app of azure.yaml's service by this tag.
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    // No siteUpdateStrategy, which is Recreate then: an update restarts every instance at once. RollingUpdate would cut no request, but is a preview that
    // its documentation keeps away from production (learn.microsoft.com/azure/azure-functions/flex-consumption-site-updates), and Bicep does not know it.
    functionAppConfig: {
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packagesUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMb
        maximumInstanceCount: maximumInstances
        alwaysReady: alwaysReadyHttp > 0
          ? [
              {
                name: 'http'
                instanceCount: alwaysReadyHttp
              }
            ]
          : []
        triggers: {
          http: {
            perInstanceConcurrency: httpConcurrency
          }
        }
      }
    }
    // Flex has no FTP, and refuses ftpsState and other properties of the older plans (github.com/microsoft/azure-pipelines-tasks/issues/21032).
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      http20Enabled: true
      // Inline and not as a resource "appsettings", whose update would restart the app once more.
      appSettings: [
        for setting in items(union(settings, {
          AzureWebJobsStorage__accountName: storageName
          AzureWebJobsStorage__credential: 'managedidentity'
          AzureWebJobsStorage__clientId: settings.AZURE_CLIENT_ID
        })): {
          name: setting.key
          value: setting.value
        }
      ]
      // The platform answers every preflight itself. The client sends its token in a header, so no credentials.
      cors: {
        allowedOrigins: allowedOrigins
        supportCredentials: false
      }
    }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
  }
}

@description('Name of the app.')
output name string = app.name

@description('Address of the app.')
output url string = 'https://${app.properties.defaultHostName}'
