// What a client verifies a payment with, made without a signal: a code to type and a token for the link. Docs: docs/recibos.md.

import type { Recibo, ReciboKey } from './model';

/** What a receipt is about. */
export interface ReciboData {
  clave: string;
  prestamo_id: number;
  /** In cents. */
  monto: number;
  ocurrido_en: string;
}

/** Crockford's base32, and what its check character has besides. */
const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CHECK_SYMBOLS = `${SYMBOLS}*~$=U`;
const BITS_PER_SYMBOL = 5;
const LENGTH = 12;

const TOKEN_MAC_BYTES = 12;

export async function makeRecibo({ llave, clave: secret }: ReciboKey, data: ReciboData): Promise<Recibo> {
  const bytes = Uint8Array.from(atob(secret), (letter) => letter.charCodeAt(0));
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const mac = async (text: string) => new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text)));
  const { clave, prestamo_id, monto } = data;
  const milliseconds = Date.parse(data.ocurrido_en);
  const [ofCode, ofToken] = await Promise.all([
    mac(`recibo ${clave} ${prestamo_id} ${monto} ${milliseconds}`),
    mac(`enlace ${clave} ${monto} ${milliseconds}`),
  ]);
  const proof = base64Url(ofToken.subarray(0, TOKEN_MAC_BYTES));
  return { llave, codigo: codeOf(ofCode), token: [clave.replaceAll('-', ''), monto, milliseconds, llave, proof].join('.') };
}

/** The first 60 bits, and the check character. */
function codeOf(bytes: Uint8Array): string {
  let code = '';
  let remainder = 0;
  for (let i = 0; i < LENGTH; i++) {
    const bit = i * BITS_PER_SYMBOL;
    const pair = ((bytes[bit >> 3] ?? 0) << 8) | (bytes[(bit >> 3) + 1] ?? 0);
    const digit = (pair >> (16 - BITS_PER_SYMBOL - (bit & 7))) & (SYMBOLS.length - 1);
    code += SYMBOLS[digit];
    remainder = (remainder * SYMBOLS.length + digit) % CHECK_SYMBOLS.length;
  }
  return code + CHECK_SYMBOLS[remainder];
}

const base64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
