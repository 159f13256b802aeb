// What the phone keeps. Amounts are integer cents.

export type Visita = 'pago' | 'no_estaba' | 'no_quiso' | 'prometio';

/** `rechazada`: the server refused it, and a person has to look; nothing was registered. */
export type EstadoDeFila = 'guardada' | 'en_envio' | 'aplicada' | 'por_aclarar' | 'duplicada' | 'rechazada';

export interface Promesa {
  /** The day, YYYY-MM-DD. */
  fecha: string;
  monto: number;
}

/** With which receipts are made, of one collector and one week. It comes with the sheet. */
export interface ReciboKey {
  /** Its name. */
  llave: string;
  /** 32 bytes as base64. */
  clave: string;
}

/** With which the client looks up what became of the money. */
export interface Recibo {
  /** The key that it was made with. */
  llave: string;
  /** To type: 13 characters. */
  codigo: string;
  /** For the link and the QR code. */
  token: string;
}

/** A visit as it was tapped: it never changes. */
export interface Visit {
  prestamo_id: number;
  grupo_id: number;
  cliente: string;
  grupo: string;
  monto: number;
  visita: Visita;
  nota?: string;
  promesa?: Promesa;
  /** By the phone's clock, corrected by nothing. */
  ocurrido_en: string;
  /** The Monday of the sheet that it was tapped on: the clock may be in another week. Undefined in a row that an older version of the page kept. */
  semana?: string;
  /** Made at the tap, so that it outlasts the sheet. None without money, or where the sheet had no key. */
  recibo?: Recibo;
}

/** What the server said of a row, or why it was refused. */
export interface Result {
  codigo: string | null;
  motivo: string | null;
  pago_id: number | null;
  /** Of a duplicate: what became of it the first time. */
  registrada_como: 'aplicado' | 'por_aclarar' | null;
}

export interface Fila extends Visit {
  clave: string;
  estado: EstadoDeFila;
  result: Result | null;
  /** It was in an envío at some time, so the server may know it: it cannot be undone any more. */
  wasSent: boolean;
  keptAt: number;
  answeredAt: number | null;
  /** The turn in which it was answered: figures of that turn or a later one hold it. Counted, because clocks are set back. */
  turn: number | null;
  /** Of money por aclarar: the office resolved it, and the sheet holds it where it was applied. Undefined until it was asked. */
  isSettled?: boolean;
}

/** A loan as it stands on the sheet. */
export interface PrestamoDeHoja {
  prestamo_id: number;
  cliente: string;
  aval: string;
  semanal: number;
  atraso: number;
  adelanto: number;
  esperado: number;
  pagado: number;
  restante: number;
  semanas_hechas: number;
  semanas: number;
  faltas: number;
}

export interface Hoja {
  grupo_id: number;
  grupo: string;
  semana: string;
  prestamos: PrestamoDeHoja[];
  /** Undefined on a sheet that an older version of the page kept. */
  recibos?: ReciboKey | null;
  /** The week was declared without collection for the group. Undefined as above. */
  sinCobranza?: boolean;
  /** Rows that were answered up to this turn are in its figures. */
  turn: number;
}

export interface Gasto {
  id: string;
  concepto: string;
  monto: number;
  ocurrido_en: string;
}

/** The office's figure of the cash that the user holds. */
export interface Efectivo {
  esperado: number;
  askedAt: number;
  turn: number;
}

/** Who collects on this phone. */
export interface Collector {
  usuario: string;
  nombre: string;
}

export interface Tokens {
  access: string;
  refresh: string;
}

/** `vencida`: by time alone, collecting goes on. `terminada`: by the office. `cerrada`: signed out here, or no contact for eight days. */
export type EstadoDeSesion = 'vigente' | 'vencida' | 'terminada' | 'cerrada';

/** Rows that the server does not have yet. */
export interface Waiting {
  filas: number;
  total: number;
}

/** Why an envío is not answered yet. */
export type Delay = 'red' | 'servidor' | 'rechazo';

export const MAX_ROWS = 100;
export const UNDO_TIME = 60_000;
export const DAY = 86_400_000;
/** Sheets and keys are given up so long after the last contact. */
export const KEPT_WITHOUT_CONTACT = 8 * DAY;
/** Answered rows are kept for looking back, so long. */
export const ANSWERED_KEPT = 8 * DAY;

export const isUnanswered = (estado: EstadoDeFila): boolean => estado === 'guardada' || estado === 'en_envio';
/** Not registered by the server, whether it was asked or not. */
export const isWaiting = (estado: EstadoDeFila): boolean => isUnanswered(estado) || estado === 'rechazada';

export const isPorAclarar = ({ estado, result }: Pick<Fila, 'estado' | 'result'>): boolean =>
  estado === 'por_aclarar' || (estado === 'duplicada' && result?.registrada_como === 'por_aclarar');

export const centsOfNumber = (amount: number): number => Math.round(amount * 100);

/** The sum in whole cents. */
export const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
