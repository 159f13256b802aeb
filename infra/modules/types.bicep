metadata description = 'Types that more than one file uses.'

@export()
@description('A user, group or application known to Entra.')
type administratorType = {
  @description('Object id.')
  id: string

  @description('Display name of a group or an application, sign-in name of a person: the user name in the database.')
  name: string

  @description('What it is.')
  type: 'User' | 'Group' | 'ServicePrincipal'
}
