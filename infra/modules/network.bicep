metadata description = 'The network of an environment whose database cannot be reached from outside: a subnet each for the app, the database and the migration job.'

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('What names are made of.')
param baseName string

@description('Address space, at least a /24.')
param addressPrefix string

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-${baseName}'
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [addressPrefix]
    }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 26, 0)
          delegations: [
            {
              name: 'flex'
              properties: {
                serviceName: 'Microsoft.App/environments'
              }
            }
          ]
        }
      }
      {
        name: 'jobs'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 26, 1)
          delegations: [
            {
              name: 'containers'
              properties: {
                serviceName: 'Microsoft.App/environments'
              }
            }
          ]
        }
      }
      {
        name: 'database'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 28, 8)
          delegations: [
            {
              name: 'postgresql'
              properties: {
                serviceName: 'Microsoft.DBforPostgreSQL/flexibleServers'
              }
            }
          ]
        }
      }
    ]
  }

  resource app 'subnets' existing = {
    name: 'app'
  }

  resource jobs 'subnets' existing = {
    name: 'jobs'
  }

  resource database 'subnets' existing = {
    name: 'database'
  }
}

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: '${baseName}.private.postgres.database.azure.com'
  location: 'global'
  tags: tags

  resource link 'virtualNetworkLinks' = {
    name: 'vnet'
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: {
        id: network.id
      }
    }
  }
}

@description('Subnet of the function app.')
output appSubnetId string = network::app.id

@description('Subnet of the migration job.')
output jobsSubnetId string = network::jobs.id

@description('Subnet of the database.')
output databaseSubnetId string = network::database.id

// From the link, so that the database waits until names resolve.
@description('The private zone in which the database has its name.')
output zoneId string = substring(zone::link.id, 0, lastIndexOf(zone::link.id, '/virtualNetworkLinks'))
