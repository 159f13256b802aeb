import { useLocation } from 'preact-iso';
import type { Answer } from '../../api/contract';
import { write } from '../../api/session';
import { href } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { useChange } from '../../common/use-change';
import { ChangeForm } from '../../ui/change-form';
import { field, TextField } from '../../ui/fields';
import { useDone } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Empty } from '../../ui/section';

const PRODUCTS = href('oficina/productos');

export function EditLimitPage() {
  const clave = useLocation().query.limite ?? '';
  const answers = useAnswers(
    clave,
    clave,
    async (ask) => (await ask('/limites')).limites.find((l) => l.clave === clave && l.se_puede_cambiar) ?? null,
  );
  return (
    <Page title="Cambiar un límite" over="Tipos de préstamo" answers={answers} wanted={clave}>
      {(limite) => (limite ? <LimitForm limite={limite} /> : <Empty>Ese límite no se cambia aquí.</Empty>)}
    </Page>
  );
}

function LimitForm({ limite: { clave, nombre, valor, significado, unidad } }: { limite: Answer<'/limites'>['limites'][number] }) {
  const done = useDone();
  const change = useChange({
    form: `limites/${clave}`,
    initial: { valor: String(valor) },
    send: (typed: { valor: string }, key) => write('post', '/limites', { key, body: { limite: clave, valor: Number(typed.valor) } }),
    onDone: () => done('El límite se cambió. Vale desde el próximo préstamo.', PRODUCTS),
  });
  return (
    <ChangeForm
      change={change}
      action="Cambiar el límite"
      cancelTo={PRODUCTS}
      summary={(typed) => <p>{`${nombre}: ${typed.valor} ${unidad}.`}</p>}
    >
      <p class="ancho">{significado}</p>
      <TextField
        label={nombre}
        {...field(change, 'valor')}
        type="number"
        min="1"
        inputMode="numeric"
        hint={unidad === 'pesos' ? 'Pesos enteros.' : 'Semanas.'}
      />
    </ChangeForm>
  );
}
