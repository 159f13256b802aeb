import type { Change } from '../../common/use-change';
import { can, EDITAR_INFORMACION } from '../../ui/links';

interface AnotherPersonProps {
  change: Change<{ permitir_repetido: string }, unknown>;
  /** The key that must not be repeated, as the refusal names it: "CURP". */
  clave: string;
}

/** To save a key that somebody else has too. Offered once that was refused. */
export function AnotherPerson({ change: { values, error, set }, clave }: AnotherPersonProps) {
  const isRepeated = values.permitir_repetido !== '' || (error?.includes(`con esa ${clave}`) ?? false);
  return isRepeated && can(EDITAR_INFORMACION) ? (
    <label class="ancho casilla">
      <input
        type="checkbox"
        name="permitir_repetido"
        checked={values.permitir_repetido !== ''}
        onChange={(event) => set({ permitir_repetido: event.currentTarget.checked ? 'si' : '' })}
      />{' '}
      {`Es otra persona: guardar aunque la ${clave} se repita`}
    </label>
  ) : null;
}
