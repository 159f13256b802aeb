metadata description = 'What people are told about. docs/runbook.md says what to do then.'

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

@description('The database server.')
param databaseId string

@description('Connections that the database takes from users.')
param databaseConnections int

@description('There is a migration job, which can fail.')
param withMigrationJob bool

// An alert with "mute" never resolves automatically: it reports an event, or persists until a person has acted, and then repeats no more often than
// that.
// Azure takes one or the other (github.com/Azure/azure-powershell/issues/22583), and only certain durations.
var logAlerts = concat(alwaysAlerts, withMigrationJob ? [jobAlert] : [])

var alwaysAlerts = [
  {
    name: '5xx'
    description: 'More than 2 in 100 answers of the last 15 minutes were errors of the server.'
    severity: 1
    frequency: 'PT5M'
    window: 'PT15M'
    mute: ''
    query: '''
AppRequests
| summarize Total = sum(ItemCount), Failed = sumif(ItemCount, toint(ResultCode) between (500 .. 599))
| where Failed >= 5 and Failed * 100 > Total * 2
'''
  }
  {
    // A week ends on Sunday at 24:00 in Mexico City, Monday 06:00 UTC, and is closed a minute later; two hours of grace. Looks for the log message of
    // VerificacionFunctions, so that missing logs raise the alert too. Where several lenders share the program, the line of any of them counts: the
    // metric prosmex.semanas.atraso tells them apart.
    name: 'semana-sin-cerrar'
    description: 'The week that ended was not closed two hours later.'
    severity: 1
    frequency: 'PT1H'
    window: 'P2D'
    mute: 'PT6H'
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
    mute: ''
    query: '''
AppTraces
| where Message startswith "No cuadra"
| summarize Diferencias = count()
| where Diferencias > 0
'''
  }
  {
    // Beyond the cap nothing is logged until the next day, and the alerts above see nothing either.
    name: 'logs-topados'
    description: 'The daily cap of the logs is reached: until it is reset no other alert of the logs can fire.'
    severity: 1
    frequency: 'PT15M'
    window: 'PT1H'
    mute: 'P1D'
    query: '''
_LogOperation
| where Category =~ "Ingestion" and Detail has "OverQuota"
'''
  }
]

var jobAlert = {
  // The line is written by infra/migrate/migrate.sh; a job that did not even start is seen by who started it.
  name: 'migracion'
  description: 'The migration job failed.'
  severity: 1
  frequency: 'PT5M'
  window: 'PT15M'
  mute: 'PT30M'
  query: '''
ContainerAppConsoleLogs
| where Log startswith "migrate: failed"
'''
}

var databaseAlerts = [
  {
    name: 'viva'
    description: 'The database does not answer.'
    severity: 0
    metric: 'is_db_alive'
    operator: 'LessThan'
    threshold: 1
    // Once alive within the window is alive: a failover takes a minute or two.
    aggregation: 'Maximum'
    frequency: 'PT1M'
    window: 'PT5M'
  }
  {
    name: 'conexiones'
    description: 'The database soon takes no more connections.'
    severity: 1
    metric: 'active_connections'
    operator: 'GreaterThan'
    threshold: databaseConnections * 8 / 10
    aggregation: 'Maximum'
    frequency: 'PT1M'
    window: 'PT5M'
  }
  {
    name: 'cpu'
    description: 'The database\'s processors are busy.'
    severity: 2
    metric: 'cpu_percent'
    operator: 'GreaterThan'
    threshold: 80
    aggregation: 'Average'
    frequency: 'PT5M'
    window: 'PT15M'
  }
  {
    name: 'disco'
    description: 'The database\'s disk fills up.'
    severity: 2
    metric: 'storage_percent'
    operator: 'GreaterThan'
    threshold: 80
    aggregation: 'Average'
    frequency: 'PT5M'
    window: 'PT15M'
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
      autoMitigate: empty(alert.mute)
      muteActionsDuration: empty(alert.mute) ? null : alert.mute
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
      severity: alert.severity
      enabled: true
      scopes: [databaseId]
      evaluationFrequency: alert.frequency
      windowSize: alert.window
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            name: alert.name
            criterionType: 'StaticThresholdCriterion'
            metricNamespace: 'Microsoft.DBforPostgreSQL/flexibleServers'
            metricName: alert.metric
            operator: alert.operator
            threshold: alert.threshold
            timeAggregation: alert.aggregation
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

@description('Who is told, for the alerts of other files.')
output actionGroupId string = group.id
