metadata description = 'What somebody is told about. docs/runbook.md says what to do then.'

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('What names are made of.')
param baseName string

@description('Who is told.')
param emails string[]

@description('The Log Analytics workspace.')
param workspaceId string

@description('The Application Insights component.')
param insightsId string

@description('The database server.')
param databaseId string

@description('Address of the app.')
param appUrl string

@description('Ask for /health from outside every five minutes; keeps an instance busy.')
param availabilityTest bool

var logAlerts = [
  {
    name: '5xx'
    description: 'More than 2 in 100 answers of the last 15 minutes were errors of the server.'
    severity: 1
    frequency: 'PT5M'
    window: 'PT15M'
    resolvesByItself: true
    query: '''
AppRequests
| summarize Total = sum(ItemCount), Failed = sumif(ItemCount, toint(ResultCode) between (500 .. 599))
| where Failed >= 5 and Failed * 100 > Total * 2
'''
  }
  {
    // A week ends on Sunday at 24:00 in Mexico City, Monday 06:00 UTC, and is closed a minute later; two hours of grace. Asks for the message of
    // VerificacionFunctions, so that silence is an alert too, whatever its cause.
    name: 'semana-sin-cerrar'
    description: 'The week that ended was not closed two hours later.'
    severity: 1
    frequency: 'PT1H'
    window: 'P2D'
    resolvesByItself: false
    query: '''
let lunes = startofweek(now() - 30h) + 30h;
AppTraces
| where TimeGenerated >= lunes and Message startswith "Se cerró la semana"
| summarize Cierres = count()
| where Cierres == 0 and now() between (lunes + 2h .. lunes + 46h)
'''
  }
  {
    name: 'no-cuadra'
    description: 'What is stored differs from what the ledger says.'
    severity: 2
    frequency: 'PT1H'
    window: 'P1D'
    resolvesByItself: true
    query: '''
AppTraces
| where Message startswith "No cuadra"
| summarize Diferencias = count()
| where Diferencias > 0
'''
  }
]

var databaseAlerts = [
  {
    name: 'cpu'
    description: 'The database\'s processors are busy.'
    metric: 'cpu_percent'
    threshold: 80
  }
  {
    name: 'disco'
    description: 'The database\'s disk fills up.'
    metric: 'storage_percent'
    threshold: 80
  }
]

resource group 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${baseName}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'prosmex'
    enabled: true
    emailReceivers: [
      for (email, i) in emails: {
        name: 'correo-${i}'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

resource logAlert 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alert in logAlerts: {
    name: 'alert-${baseName}-${alert.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: '${baseName}: ${alert.name}'
      description: alert.description
      severity: alert.severity
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: alert.frequency
      windowSize: alert.window
      autoMitigate: alert.resolvesByItself
      // The tables of a new workspace are still empty.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: alert.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: [group.id]
      }
    }
  }
]

resource databaseAlert 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for alert in databaseAlerts: {
    name: 'alert-${baseName}-base-${alert.name}'
    location: 'global'
    tags: tags
    properties: {
      description: alert.description
      severity: 2
      enabled: true
      scopes: [databaseId]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT15M'
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            name: alert.name
            criterionType: 'StaticThresholdCriterion'
            metricNamespace: 'Microsoft.DBforPostgreSQL/flexibleServers'
            metricName: alert.metric
            operator: 'GreaterThan'
            threshold: alert.threshold
            timeAggregation: 'Average'
          }
        ]
      }
      actions: [
        {
          actionGroupId: group.id
        }
      ]
    }
  }
]

resource health 'Microsoft.Insights/webtests@2022-06-15' = if (availabilityTest) {
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

resource healthAlert 'Microsoft.Insights/metricAlerts@2018-03-01' = if (availabilityTest) {
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
        actionGroupId: group.id
      }
    ]
  }
}
