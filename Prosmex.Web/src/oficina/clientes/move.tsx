// A client moves to another group, with the loans. Shown before: what that means for the running week of both groups.

import type { Answer } from '../../api/contract';
import { write } from '../../api/session';
import { fullName } from '../../clientes/words';
import { useAnswers } from '../../common/use-answers';
import { useChange } from '../../common/use-change';
import { ChangeForm } from '../../ui/change-form';
import { ChoiceField, field } from '../../ui/fields';
import { useDone } from '../../ui/notice';
import { Page } from '../../ui/page';
import type { Choices } from '../people';
import { Effects } from '../preview';
import type { Preview } from '../preview-words';
import { clienteHref } from './forms';

type Ficha = Answer<'/clientes/{id}/ficha'>;

export function MoveClientePage({ id }: { id: number }) {
  const answers = useAnswers(id, String(id), async (ask) => {
    const [ficha, grupos] = await Promise.all([ask('/clientes/{id}/ficha', {}, id), ask('/grupos')]);
    return { ficha, grupos: (grupos ?? []).map((g) => [String(g.grupo_id), g.nombre_grupo] as const) };
  });
  return (
    <Page title="Pasar a otro grupo" over={`Cliente núm. ${id}`} answers={answers} wanted={id}>
      {({ ficha, grupos }) => <MoveForm id={id} ficha={ficha} grupos={grupos} />}
    </Page>
  );
}

function MoveForm({ id, ficha, grupos }: { id: number; ficha: Ficha; grupos: Choices }) {
  const done = useDone();
  const name = fullName(ficha.cliente);
  const others = grupos.filter(([value]) => value !== String(ficha.grupo.id));
  const nameOf = (grupo: string) => grupos.find(([value]) => value === grupo)?.[1] ?? '';
  const change = useChange<{ grupo: string }, Preview>({
    form: `clientes/${id}/grupo`,
    initial: { grupo: '' },
    check: ({ grupo }) => write('post', '/clientes/{id}/cambio/vista-previa', { id, body: { grupo_id: grupo } }),
    send: ({ grupo }, key) => write('put', '/clientes/{id}', { id, body: { grupo_id: grupo }, key }),
    onDone: (_, { grupo }) => done(`${name} ya es de ${nameOf(grupo)}.`, clienteHref(id)),
  });
  return (
    <ChangeForm
      change={change}
      action="Pasarlo a ese grupo"
      isAsked
      summary={({ grupo }) => (
        <>
          <p>{`${name} pasa a ${nameOf(grupo)}.`}</p>
          <p class="nota">Sus préstamos van con él. Las semanas anteriores se quedan con el grupo al que pertenecía entonces.</p>
        </>
      )}
      effects={(effect) => <Effects {...effect} />}
      cancelTo={clienteHref(id)}
    >
      <p class="ancho">{`${name} es de ${ficha.grupo.nombre} (${ficha.ruta.nombre}).`}</p>
      <ChoiceField label="Grupo al que pasa" {...field(change, 'grupo')} choices={others} />
    </ChangeForm>
  );
}
