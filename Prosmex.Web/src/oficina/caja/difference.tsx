import { amountOf } from '../../common/amounts';
import { money } from '../../common/numbers';
import { centsTyped, differenceInWords } from './sums';

/** Expected against counted cash, as one types. @param expected in cents, expenses deducted. */
export function Difference({ expected, counted }: { expected: number; counted: string }) {
  const difference = centsTyped(counted) - expected;
  return (
    <p class="diferencia" role="status">
      {`Debe entregar ${money(expected / 100)}. `}
      {amountOf(counted) !== null && <strong class={difference === 0 ? undefined : 'alerta'}>{differenceInWords(difference)}</strong>}
    </p>
  );
}
