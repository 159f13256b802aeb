metadata description = 'Everything that Prosmex needs in Azure, in one resource group. docs/despliegue.md is the way to it.'

import { administratorType } from 'modules/types.bicep'

@description('What the environment is called: dev or prod.')
@allowed(['dev', 'prod'])
param environmentName string

@description('Region; one that offers Flex Consumption and the database\'s machine.')
param location string = resourceGroup().location

@description('First part of every name.')
@minLength(3)
@maxLength(10)
param product string = 'prosmex'

@description('Who administers the database and rotates the keys; a group in prod.')
param administrator administratorType

@description('The database gets an address of the network and none outside; a job inside migrates it. Cannot be changed later.')
param privateNetwork bool

@description('Address space of the network, at least a /24.')
param networkPrefix string = '10.42.0.0/24'

@description('Repository and tag of the migration job\'s image in the registry; empty: no job yet, or the one that is there.')
param migrationImage string = ''

@description('Sign-in name of the first administrator, made by the migration job while there is none; empty: none is made.')
param firstAdminUser string = ''

@description('Password of the first administrator; given once, and gone with the next deployment.')
@secure()
param firstAdminPassword string = ''

@description('The key that signs access tokens, to be written into the vault; empty leaves what is there. Given once, before the app exists.')
@secure()
param signingKey string = ''

@description('The secret that the keys of receipts derive from, to be written into the vault; empty leaves what is there. Given once, before the app reads it.')
@secure()
param receiptKey string = ''

@description('A rotation is under way: the program reads the key before it too. Only when the vault has one.')
param readPreviousKey bool = false

@description('The vault and its keys cannot be erased before their time; cannot be undone.')
param purgeProtection bool

@description('Origins that browsers may call from. The desktop client is no browser; tokens travel in a header.')
param allowedOrigins string[] = ['*']

@description('Memory of an instance of the app in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMb int = 2048

@description('The most on-demand instances of each scale group: all HTTP functions are one, each timer is one of its own; a burst may go beyond.')
@minValue(1)
@maxValue(1000)
param maximumInstances int

@description('Requests that one instance serves at once.')
@minValue(1)
param httpConcurrency int = 16

@description('Connections to the database that one instance keeps at most. Times all instances they stay below databaseConnections.')
@minValue(4)
param maximumPoolSize int

@description('Instances that wait for requests all the time: no cold start, paid all the time.')
@minValue(0)
param alwaysReadyHttp int

@description('Redundancy of the storage account.')
@allowed(['Standard_LRS', 'Standard_ZRS'])
param storageSku string

@description('Name of the database\'s server; empty: made up. After a restore it is the restored one\'s.')
param databaseServer string = ''

@description('Major version of PostgreSQL.')
@allowed(['15', '16', '17'])
param postgresVersion string = '17'

@description('Machine of the database.')
param databaseSku string

@description('Kind of the database\'s machine.')
@allowed(['Burstable', 'GeneralPurpose', 'MemoryOptimized'])
param databaseTier string

@description('Connections that the machine takes, less the 15 that the platform keeps.')
param databaseConnections int

@description('Disk of the database in GB, at least what the server has: it grows by itself, and a smaller size is refused.')
@minValue(32)
param databaseStorageGb int

@description('Days back to which the database can be restored.')
@minValue(7)
@maxValue(35)
param backupRetentionDays int

@description('Keep the backups in the paired region too; only where there is one, and cannot be changed later.')
param geoRedundantBackup bool = false

@description('A standby of the database in another zone.')
param highAvailability bool

@description('A second server that answers reports, exports and unfiltered lists: another machine of the same size, paid like the first. Not on a Burstable one, which can have none.')
param readReplica bool = false

@description('Several lenders share the program, each found by its host name (docs/escala.md). They are made by the command "financiera crear".')
param severalLenders bool = false

@description('Seconds that the replica\'s data may be old; after it the first server answers.')
@minValue(1)
@maxValue(600)
param maximumReplicaLag int = 10

@description('Days that logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('The most that a day of logs may bring in, in GB; -1 is no limit.')
param logDailyCapGb int

@description('Who is told when something is wrong.')
param alertEmails string[]

@description('Ask for /health from outside every five minutes; keeps an instance busy.')
param availabilityTest bool

@description('What a month may cost, in the currency of the invoice; at 80 % and at a forecast of 100 % alertEmails are told; 0: no budget.')
@minValue(0)
param monthlyBudget int = 0

@description('First day of the month in which the budget was made, for example 2026-11-01. Cannot be changed later; empty: no budget.')
param budgetStart string = ''

@description('The lender\'s own name for the app, bound to it by hand (docs/despliegue.md); empty: the platform\'s.')
param customDomain string = ''

@description('Another place for traces, metrics and logs, by OTLP; empty: none.')
param otlpEndpoint string = ''

@description('Life of a session in hours.')
@minValue(1)
@maxValue(720)
param sessionHours int = 12

@description('Life of an access token in minutes; it ends with its session all the same.')
@minValue(1)
param tokenMinutes int = sessionHours * 60

@description('Above it a loan needs acción 11; whole MXN.')
@minValue(1)
param loanLimit int = 5000

@description('Weeks that a loan has completed before it can be renewed.')
@minValue(1)
param weeksToRenew int = 9

@description('Receipts that clients can look up per second on one instance, all together; ten times as many at once.')
@minValue(1)
@maxValue(10000)
param receiptsPerSecond int = 20

@description('What the lender does about late loans by days late, such as 1 Llamar; 8 Visitar; empty: the steps that docs/ajustes.md names.')
@maxLength(1400)
param lateSteps string = ''

@description('Entries of the bitácora that are older than so many months, at least 12, are taken out of it; empty: never.')
param bitacoraMonths string = ''

@description('The name of the lender, above the tables of spreadsheets and on printed papers.')
@minLength(1)
@maxLength(100)
param lenderName string = 'Prosmex'

@description('The address of the lender on printed papers; empty: none.')
@maxLength(200)
param lenderAddress string = ''

@description('The telephone of the lender on printed papers; empty: none.')
@maxLength(30)
param lenderPhone string = ''

@description('The logo of the lender on printed papers: a PNG, JPEG or SVG as data:image/png;base64,…; empty: none.')
@maxLength(49152)
param lenderLogo string = ''

@description('A gestor also sees groups without gestor.')
param gestorSeesUnassigned bool = false

@description('Serve the reference page at /docs.')
param docs bool = false

var baseName = '${product}-${environmentName}'
var suffix = uniqueString(resourceGroup().id, baseName)
var compactName = '${product}${environmentName}'
var databaseName = 'prosmex'
var hasReplica = readReplica && databaseTier != 'Burstable'
var tags = {
  'azd-env-name': environmentName
  product: product
}

// One for the app, which administers nothing; its name is its user name in the database.
resource appIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-${baseName}-app'
  location: location
  tags: tags
}

// One for the migration job, which administers the database and nothing else.
resource migrationIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = if (privateNetwork) {
  name: 'id-${baseName}-migrate'
  location: location
  tags: tags
}

module network 'modules/network.bicep' = if (privateNetwork) {
  params: {
    location: location
    tags: tags
    baseName: baseName
    addressPrefix: networkPrefix
  }
}

module telemetry 'modules/telemetry.bicep' = {
  params: {
    location: location
    tags: tags
    baseName: baseName
    retentionDays: logRetentionDays
    dailyCapGb: logDailyCapGb
    writerId: appIdentity.id
    writerPrincipalId: appIdentity.properties.principalId
  }
}

module storage 'modules/storage.bicep' = {
  params: {
    location: location
    tags: tags
    name: take('st${compactName}${suffix}', 24)
    sku: storageSku
    appIdentityId: appIdentity.id
    appPrincipalId: appIdentity.properties.principalId
  }
}

module vault 'modules/vault.bicep' = {
  params: {
    location: location
    tags: tags
    name: take('kv-${compactName}-${suffix}', 24)
    purgeProtection: purgeProtection
    readerId: appIdentity.id
    readerPrincipalId: appIdentity.properties.principalId
    officerPrincipalId: administrator.id
    officerPrincipalType: administrator.type
    workspaceId: telemetry.outputs.workspaceId
    signingKey: signingKey
    receiptKey: receiptKey
  }
}

module database 'modules/database.bicep' = {
  params: {
    location: location
    tags: tags
    name: empty(databaseServer) ? 'psql-${baseName}-${suffix}' : databaseServer
    version: postgresVersion
    skuName: databaseSku
    skuTier: databaseTier
    storageSizeGb: databaseStorageGb
    backupRetentionDays: backupRetentionDays
    geoRedundantBackup: geoRedundantBackup
    highAvailability: highAvailability
    readReplica: hasReplica
    privateNetwork: privateNetwork
    subnetId: network.?outputs.databaseSubnetId ?? ''
    zoneId: network.?outputs.zoneId ?? ''
    administrators: concat(
      [administrator],
      privateNetwork
        ? [
            {
              id: migrationIdentity!.properties.principalId
              name: migrationIdentity.name
              type: 'ServicePrincipal'
            }
          ]
        : []
    )
    workspaceId: telemetry.outputs.workspaceId
  }
}

module migration 'modules/migration.bicep' = if (privateNetwork) {
  params: {
    location: location
    tags: tags
    baseName: baseName
    registryName: take('cr${compactName}${suffix}', 50)
    identityId: migrationIdentity.id
    identityPrincipalId: migrationIdentity!.properties.principalId
    identityClientId: migrationIdentity!.properties.clientId
    identityName: migrationIdentity.name
    subnetId: network!.outputs.jobsSubnetId
    workspaceId: telemetry.outputs.workspaceId
    image: migrationImage
    databaseHost: database.outputs.host
    databaseAppRole: appIdentity.name
    databaseAppObjectId: appIdentity.properties.principalId
    databaseAdminsRole: administrator.name
    firstAdminUser: firstAdminUser
    firstAdminPassword: firstAdminPassword
    severalLenders: severalLenders
  }
}

module app 'modules/app.bicep' = {
  params: {
    location: location
    tags: tags
    baseName: baseName
    name: 'func-${baseName}-${suffix}'
    identityId: appIdentity.id
    storageName: storage.outputs.name
    packagesUrl: storage.outputs.packagesUrl
    subnetId: network.?outputs.appSubnetId ?? ''
    instanceMemoryMb: instanceMemoryMb
    maximumInstances: maximumInstances
    httpConcurrency: httpConcurrency
    alwaysReadyHttp: alwaysReadyHttp
    allowedOrigins: allowedOrigins
    settings: union(
      {
        AZURE_CLIENT_ID: appIdentity.properties.clientId
        APPLICATIONINSIGHTS_CONNECTION_STRING: telemetry.outputs.connectionString
        APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${appIdentity.properties.clientId};Authorization=AAD'
        ConnectionStrings__Prosmex: 'Host=${database.outputs.host};Database=${databaseName};Username=${appIdentity.name};SSL Mode=VerifyFull;Maximum Pool Size=${maximumPoolSize}'
        // The host parses a JSON body before the worker sees it, with several times its size in memory and before authentication: 2 MB are twice the
        // program's limit (docs/seguridad.md, Large bodies).
        FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '2097152'
        Prosmex__MigrarAlIniciar: 'false'
        Prosmex__Jwt__Clave: vault.outputs.keyReference
        Prosmex__Jwt__Minutos: string(tokenMinutes)
        Prosmex__Recibos__Clave: vault.outputs.receiptKeyReference
        Prosmex__Recibos__PorSegundo: string(receiptsPerSecond)
        Prosmex__Sesion__Horas: string(sessionHours)
        Prosmex__MilisegundosPorSolicitud: '2200'
        Prosmex__Lectura__AtrasoMaximo: string(maximumReplicaLag)
        Prosmex__Financieras: string(severalLenders)
        Prosmex__Prestamos__Limite: string(loanLimit)
        Prosmex__Prestamos__SemanasParaRenovar: string(weeksToRenew)
        Prosmex__Atrasos__Pasos: lateSteps
        Prosmex__Retencion__Bitacora: bitacoraMonths
        Prosmex__Financiera__Nombre: lenderName
        Prosmex__Financiera__Direccion: lenderAddress
        Prosmex__Financiera__Telefono: lenderPhone
        Prosmex__Financiera__Logo: lenderLogo
        Prosmex__GestorSinAsignarVeTodo: string(gestorSeesUnassigned)
        Prosmex__Docs: string(docs)
        Prosmex__DireccionDelCliente: 'CLIENT-IP'
      },
      hasReplica
        ? {
            ConnectionStrings__ProsmexLectura: 'Host=${database.outputs.replicaHost};Database=${databaseName};Username=${appIdentity.name};SSL Mode=VerifyFull;Maximum Pool Size=${maximumPoolSize}'
          }
        : {},
      // If the vault has no such key, the setting is the text of the reference: a key that is public in this repository.
      readPreviousKey ? { Prosmex__Jwt__ClaveAnterior: vault.outputs.previousKeyReference } : {},
      empty(otlpEndpoint) ? {} : { OTEL_EXPORTER_OTLP_ENDPOINT: otlpEndpoint }
    )
  }
}

module alerts 'modules/alerts.bicep' = {
  params: {
    location: location
    tags: tags
    baseName: baseName
    emails: alertEmails
    workspaceId: telemetry.outputs.workspaceId
    databaseId: database.outputs.id
    databaseConnections: databaseConnections
    withMigrationJob: privateNetwork
  }
}

module health 'modules/health.bicep' = if (availabilityTest) {
  params: {
    location: location
    tags: tags
    baseName: baseName
    insightsId: telemetry.outputs.insightsId
    actionGroupId: alerts.outputs.actionGroupId
    appUrl: appUrl
  }
}

module budget 'modules/budget.bicep' = if (monthlyBudget > 0 && !empty(budgetStart) && !empty(alertEmails)) {
  params: {
    baseName: baseName
    amount: monthlyBudget
    start: budgetStart
    emails: alertEmails
  }
}

var appUrl = empty(customDomain) ? app.outputs.url : 'https://${customDomain}'

@description('Address of the app.')
output API_URL string = appUrl

@description('Name of the function app.')
output FUNCTION_APP_NAME string = app.outputs.name

@description('Name by which the database is reached.')
output DATABASE_HOST string = database.outputs.host

@description('The app\'s user name in the database.')
output DATABASE_APP_ROLE string = appIdentity.name

@description('The object id of the app\'s identity, to which that user name is bound.')
output DATABASE_APP_OBJECT_ID string = appIdentity.properties.principalId

@description('Name of the vault.')
output VAULT_NAME string = vault.outputs.name
