metadata description = 'A test of /health from outside, and the alert that it fails. It keeps an instance busy.'

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('What names are made of.')
param baseName string

@description('The Application Insights component.')
param insightsId string

@description('Who is told.')
param actionGroupId string

@description('Address of the app, the lender\'s own where there is one: the test watches the certificate too.')
param appUrl string

resource health 'Microsoft.Insights/webtests@2022-06-15' = {
  name: 'health-${baseName}'
  location: location
  // The portal finds the test of a component by this tag.
  tags: union(tags, { 'hidden-link:${insightsId}': 'Resource' })
  kind: 'standard'
  properties: {
    Kind: 'standard'
    SyntheticMonitorId: 'health-${baseName}'
    Name: 'health-${baseName}'
    Enabled: true
    Frequency: 300
    Timeout: 30
    RetryEnabled: true
    Locations: [
      { Id: 'us-tx-sn1-azr' }
      { Id: 'us-ca-sjc-azr' }
      { Id: 'us-va-ash-azr' }
      { Id: 'us-il-ch1-azr' }
      { Id: 'latam-br-gru-edge' }
    ]
    Request: {
      RequestUrl: '${appUrl}/health'
      HttpVerb: 'GET'
    }
    ValidationRules: {
      ExpectedHttpStatusCode: 200
      SSLCheck: true
      SSLCertRemainingLifetimeCheck: 14
    }
  }
}

resource healthAlert 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'alert-${baseName}-health'
  location: 'global'
  tags: tags
  properties: {
    description: '/health cannot be reached, or says that the database cannot.'
    severity: 0
    enabled: true
    scopes: [health.id, insightsId]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: health.id
      componentId: insightsId
      failedLocationCount: 2
    }
    actions: [
      {
        actionGroupId: actionGroupId
      }
    ]
  }
}
