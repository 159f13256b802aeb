// Nothing here may ask another host: fonts, proxy, agent, MCP and telemetry are off, and the page's policy forbids what is left.
Scalar.createApiReference('#referencia', {
  url: '/openapi.json',
  baseServerURL: location.origin,
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: 'never',
  hideClientButton: true,
  documentDownloadType: 'json',
  defaultOpenAllTags: false,
  operationTitleSource: 'summary',
});
