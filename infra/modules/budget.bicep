metadata description = 'Tells people before the month costs more than it may. It stops nothing.'

@description('What names are made of.')
param baseName string

@description('What a month may cost, in the currency of the invoice.')
param amount int

// A budget whose start is in a past month is rejected, and so is a new start for an existing one:
// github.com/Azure/azure-quickstart-templates/issues/7095
@description('First day of the month in which the budget was made; cannot be changed later.')
param start string

@description('Who is told.')
param emails string[]

resource budget 'Microsoft.Consumption/budgets@2023-11-01' = {
  name: 'budget-${baseName}'
  properties: {
    category: 'Cost'
    amount: amount
    timeGrain: 'Monthly'
    timePeriod: {
      startDate: start
    }
    notifications: {
      gastado: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 80
        thresholdType: 'Actual'
        contactEmails: emails
      }
      previsto: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 100
        thresholdType: 'Forecasted'
        contactEmails: emails
      }
    }
  }
}
