import type { Answer } from '../api/contract';
import { codeInGroups } from '../common/recibos';

export type ReciboPublico = Answer<'/recibos/{codigo}'>;

interface EstadoInWords {
  title: string;
  /** What the client does now. */
  advice: string;
  /** Shown before the title, so that colour alone says nothing. */
  sign: string;
  /** It may be another one soon. */
  isPassing?: true;
}

export const ESTADOS: Record<ReciboPublico['estado'], EstadoInWords> = {
  aplicado: {
    title: 'Su pago está registrado',
    advice: 'La oficina ya lo tiene anotado en su préstamo. Guarde su recibo.',
    sign: '✓',
  },
  en_camino: {
    title: 'Su pago viene en camino',
    advice: 'Quien le cobró no ha tenido señal o todavía no envía el pago. Guarde su recibo y vuelva a consultar mañana.',
    sign: '…',
    isPassing: true,
  },
  por_aclarar: {
    title: 'La oficina tiene que aclarar este pago',
    advice: 'Llame o vaya a la oficina con este recibo para que lo aclaren.',
    sign: '!',
  },
  anulado: {
    title: 'Este recibo ya no sirve',
    advice: 'El pago se canceló o se corrigió. Pregunte en la oficina y lleve este recibo.',
    sign: '×',
  },
};

/** Longer is no code and no link, and the server does not take it. */
const LONGEST = 120;
/** A link's token has dots, and its hyphens mean something. */
const isToken = (text: string): boolean => text.includes('.');

/** What was typed, or pasted with the whole address, as it is looked up. */
export function readTyped(text: string): string {
  const code = text.slice(text.lastIndexOf('#') + 1).trim();
  return (isToken(code) ? code : code.replace(/[\s\p{Pd}]/gu, '').toUpperCase()).slice(0, LONGEST);
}

/** What the address has behind its #; check characters may come encoded. */
export function readFragment(hash: string): string {
  const text = hash.replace(/^#/, '');
  try {
    return readTyped(decodeURIComponent(text));
  } catch {
    return readTyped(text);
  }
}

/** What the field shows of it: no user typed a link. */
export const shownCode = (code: string): string => (isToken(code) ? '' : codeInGroups(code));
