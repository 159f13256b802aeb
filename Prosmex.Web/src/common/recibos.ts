// Receipts that a client verifies on a page of their own: how their code is shown, and where that page is.

/** "1E53-GVYJ-7AMQ-C": in groups, as people copy it. */
export const codeInGroups = (codigo: string): string => codigo.replace(/.{4}(?=.)/g, '$&-');

/** @param code what a person types, or what only a QR code carries; behind the # it is in no request for the page. */
export const reciboAddress = (code: string): string => `${location.origin}/recibo#${code}`;
