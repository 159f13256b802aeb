import type { Dto } from '../api/contract';
import { percent } from '../common/numbers';

type Movimiento = Pick<Dto['MovimientoDeFichaDto'], 'tipo' | 'monto' | 'reversado' | 'reversa_de' | 'motivo'>;

/** What a row of the ledger is: "Reversa del pago núm. 7: se cobró a otra persona". */
export function movementInWords({ tipo, monto, reversado, reversa_de, motivo }: Movimiento): string {
  switch (tipo) {
    case 'reversa':
      return `Reversa del pago núm. ${reversa_de}${motivo ? `: ${motivo}` : ''}`;
    case 'liquidacion_por_renovacion':
      return 'Liquidación por renovación';
    case 'cobro':
      return `${monto === 0 ? 'Visita sin pago' : 'Pago'}${reversado ? ', reversado' : ''}`;
  }
}

/** The Costo Anual Total: "1,068.5%". */
export const catInWords = (cat: number | null): string => (cat === null ? 'mayor que 999,999,999.9%' : percent(cat / 100));
