// The same route or people for several groups at once.

import { useLocation } from 'preact-iso';
import { write } from '../../api/session';
import { plural } from '../../common/numbers';
import { positive } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { useChange } from '../../common/use-change';
import { ChangeForm } from '../../ui/change-form';
import { ChoiceField, field } from '../../ui/fields';
import { ASIGNAR_RUTA, ASIGNAR_TITULAR, can } from '../../ui/links';
import { useDone } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Empty } from '../../ui/section';
import type { Choices } from '../people';
import { choicesOf, type GrupoChoices } from './forms';
import { type Grupo, gruposHref } from './list';
import { groupsOf } from './named';

/** Of a charge that is taken away; '' leaves it as it is. */
const UNASSIGNED = 'nadie';
const withUnassigned = (choices: Choices): Choices => [[UNASSIGNED, 'Dejar sin asignar'], ...choices];
const idOrNull = (typed: string): number | null => (typed === UNASSIGNED ? null : Number(typed));

interface Typed {
  titular: string;
  gestor: string;
  ruta: string;
}

export function AssignGruposPage() {
  const { query } = useLocation();
  const ids = (query.grupos ?? '')
    .split('-')
    .map((text) => positive(text))
    .filter((id) => id !== null);
  const wanted = ids.join('-');
  const answers = useAnswers(wanted, wanted, async (ask) => {
    const [grupos, choices] = await Promise.all([groupsOf(ask, ids), choicesOf(ask)]);
    return { grupos, choices };
  });
  return (
    <Page title="Asignar varios grupos" over="Grupos" answers={answers} wanted={wanted}>
      {({ grupos, choices }) =>
        grupos.length === 0 ? (
          <section class="tarjeta">
            <Empty>
              No eligió ningún grupo. <a href={gruposHref()}>Elíjalos en la lista</a>.
            </Empty>
          </section>
        ) : (
          <AssignForm key={wanted} grupos={grupos} {...choices} />
        )
      }
    </Page>
  );
}

function AssignForm({ grupos, rutas, titulares, gestores }: { grupos: readonly Grupo[] } & GrupoChoices) {
  const done = useDone();
  const ids = grupos.map((g) => g.grupo_id);
  const change = useChange<Typed, Typed, { grupos: readonly Grupo[] }>({
    form: `grupos/asignar/${ids.join('-')}`,
    initial: { titular: '', gestor: '', ruta: '' },
    check: (values) =>
      values.titular || values.gestor || values.ruta ? Promise.resolve(values) : Promise.reject(new Error('Elija qué va a asignar.')),
    send: ({ titular, gestor, ruta }, key) =>
      write('post', '/grupos/asignaciones', {
        body: {
          grupo_ids: ids,
          ...(titular && { usuario_id_titular: idOrNull(titular) }),
          ...(gestor && { usuario_id_gestor: idOrNull(gestor) }),
          ...(ruta && { ruta_id: Number(ruta) }),
        },
        key,
      }),
    onDone: (answer) => done(`Se asignaron ${plural(answer.grupos.length, 'grupo', 'grupos')}.`, gruposHref()),
  });
  const { values } = change;
  const named = (choices: Choices, typed: string) => choices.find(([value]) => value === typed)?.[1] ?? '';
  const list = (
    <ul class="cargos">
      {grupos.map((g) => (
        <li key={g.grupo_id}>
          {g.grupo}
          <span class="detalle">{`${g.ruta}. Titular: ${g.titular || 'sin asignar'}. Gestor: ${g.gestor || 'sin asignar'}.`}</span>
        </li>
      ))}
    </ul>
  );
  const summary = () => (
    <>
      <p>{`En ${plural(grupos.length, 'grupo', 'grupos')}:`}</p>
      <ul>
        {values.titular && <li>{`Titular: ${named(withUnassigned(titulares), values.titular)}`}</li>}
        {values.gestor && <li>{`Gestor de cobranza: ${named(withUnassigned(gestores), values.gestor)}`}</li>}
        {values.ruta && <li>{`Ruta: ${named(rutas, values.ruta)}`}</li>}
      </ul>
      {list}
    </>
  );
  const optional = { isOptional: true, none: 'No cambiar' };
  return (
    <ChangeForm change={change} action="Asignar" isAsked summary={summary} cancelTo={gruposHref()}>
      {can(ASIGNAR_TITULAR) && (
        <>
          <ChoiceField {...optional} label="Titular" {...field(change, 'titular')} choices={withUnassigned(titulares)} />
          <ChoiceField {...optional} label="Gestor de cobranza" {...field(change, 'gestor')} choices={withUnassigned(gestores)} />
        </>
      )}
      {can(ASIGNAR_RUTA) && <ChoiceField {...optional} label="Ruta" {...field(change, 'ruta')} choices={rutas} />}
      <div class="ancho">
        <p>{`Para ${plural(grupos.length, 'grupo', 'grupos')}:`}</p>
        {list}
      </div>
    </ChangeForm>
  );
}
