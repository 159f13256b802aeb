// A week is declared without collection, or the declaration is taken back; a closed week is evaluated again by both.

import { write } from '../../api/session';
import { dayWithYear, mexicoDay, mondayOf, weekInWords } from '../../common/days';
import { plural } from '../../common/numbers';
import { useAnswers } from '../../common/use-answers';
import { useChange } from '../../common/use-change';
import { ChangeForm } from '../../ui/change-form';
import { Facts } from '../../ui/facts';
import { ChoiceField, field, TextField } from '../../ui/fields';
import { useDone } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Empty, Section } from '../../ui/section';
import type { Choices } from '../people';
import { reachInWords, type SemanaSinCobranza, semanasHref } from './list';

interface Typed {
  semana: string;
  /** "todos", "ruta/12" or "grupo/105". */
  alcance: string;
  motivo: string;
}

const ALL = 'todos';

/** What changed in a closed week; nothing for another one. Each word of one and of several. */
function changesInWords(
  { faltas, vencidos }: { faltas: number; vencidos: number },
  ofFaltas: readonly [one: string, many: string],
  ofVencidos: readonly [one: string, many: string],
): string {
  const words = [
    faltas > 0 && `${ofFaltas[faltas === 1 ? 0 : 1]} ${plural(faltas, 'falta', 'faltas')}`,
    vencidos > 0 && `${plural(vencidos, 'préstamo', 'préstamos')} ${ofVencidos[vencidos === 1 ? 0 : 1]}`,
  ].filter(Boolean);
  return words.length > 0 ? ` ${words.join(', y ')}.` : '';
}

function bodyOf({ semana, alcance, motivo }: Typed) {
  const [kind, id] = alcance.split('/');
  return { semana, motivo, ...(kind === 'ruta' && { ruta_id: Number(id) }), ...(kind === 'grupo' && { grupo_id: Number(id) }) };
}

export function NewSemanaPage() {
  const answers = useAnswers('nueva', 'nueva', async (ask): Promise<Choices> => {
    const [{ rutas }, grupos] = await Promise.all([ask('/rutas'), ask('/grupos')]);
    return [
      [ALL, 'Todos los grupos'],
      ...rutas.map((r) => [`ruta/${r.ruta_id}`, r.nombre_ruta] as const),
      ...(grupos ?? []).map((g) => [`grupo/${g.grupo_id}`, g.nombre_grupo] as const),
    ];
  });
  return (
    <Page title="Declarar una semana sin cobranza" over="Semanas sin cobranza" answers={answers} wanted="nueva">
      {(choices) => <NewSemanaForm choices={choices} />}
    </Page>
  );
}

function NewSemanaForm({ choices }: { choices: Choices }) {
  const done = useDone();
  const change = useChange({
    form: 'semanas-sin-cobranza/nueva',
    initial: { semana: '', alcance: ALL, motivo: '' },
    check: () => Promise.resolve(null),
    send: (typed: Typed, key) => write('post', '/semanas-sin-cobranza', { body: bodyOf(typed), key }),
    onDone: ({ semana_sin_cobranza: semana, cambios }) =>
      done(
        `La semana del ${weekInWords(semana.semana)} es sin cobranza para ${plural(semana.grupos, 'grupo', 'grupos')}.` +
          changesInWords(cambios, ['Se quitó', 'Se quitaron'], ['ya no está vencido', 'ya no están vencidos']),
        semanasHref(),
      ),
  });
  const summary = ({ semana, alcance, motivo }: Typed) => {
    const monday = mondayOf(semana);
    return (
      <>
        <p>
          {`La semana ${monday ? `del ${weekInWords(monday)}` : semana} será sin cobranza. Para: ${
            choices.find(([value]) => value === alcance)?.[1] ?? ''
          }. Motivo: ${motivo}`}
        </p>
        <p class="nota">
          Vale para los grupos de este momento. Si la semana ya se cerró, se quitan sus faltas, y los préstamos que vencieron en ella dejan
          de estar vencidos.
        </p>
      </>
    );
  };
  return (
    <ChangeForm change={change} action="Declarar la semana" isAsked summary={summary} cancelTo={semanasHref()}>
      <TextField label="Semana" {...field(change, 'semana')} type="date" hint="Cualquier día de la semana." />
      <ChoiceField label="Para" {...field(change, 'alcance')} choices={choices} />
      <TextField label="Motivo" {...field(change, 'motivo')} maxLength={200} hint="Por ejemplo: semana de Navidad." />
    </ChangeForm>
  );
}

export function RemoveSemanaPage({ id }: { id: number }) {
  const answers = useAnswers(id, String(id), (ask) => ask('/semanas-sin-cobranza', { id }));
  return (
    <Page title="Quitar la semana sin cobranza" over="Semanas sin cobranza" answers={answers} wanted={id}>
      {({ semanas_sin_cobranza: [semana] }) =>
        semana ? <RemoveSemanaForm key={semana.id} semana={semana} /> : <Empty>Esa semana sin cobranza ya no existe.</Empty>
      }
    </Page>
  );
}

function RemoveSemanaForm({ semana }: { semana: SemanaSinCobranza }) {
  const done = useDone();
  const change = useChange({
    form: `semanas-sin-cobranza/${semana.id}/quitar`,
    initial: {},
    check: () => Promise.resolve(null),
    send: (_, key) => write('delete', '/semanas-sin-cobranza/{id}', { id: semana.id, key }),
    onDone: ({ cambios }) =>
      done(
        `La semana del ${weekInWords(semana.semana)} vuelve a tener cobranza.` +
          changesInWords(cambios, ['Se registró', 'Se registraron'], ['pasó a vencido', 'pasaron a vencido']),
        semanasHref(),
      ),
  });
  const text = (
    <p>
      {`La semana del ${weekInWords(semana.semana)} vuelve a tener cobranza. Si ya se cerró, quedan registradas las faltas que haya, y pasan a vencido los préstamos que terminaron sin pagarse.`}
    </p>
  );
  return (
    <>
      <Section id="semana" title={`Semana del ${weekInWords(semana.semana)}`}>
        <Facts
          facts={[
            ['Para', reachInWords(semana)],
            ['Grupos', String(semana.grupos)],
            ['Motivo', semana.motivo],
            ['La declaró', `${semana.declarada_por.nombre}, ${dayWithYear(mexicoDay(semana.declarada_en))}`],
          ]}
        />
      </Section>
      <ChangeForm change={change} action="Quitar la semana sin cobranza" isAsked summary={() => text} cancelTo={semanasHref()}>
        <div class="ancho">{text}</div>
      </ChangeForm>
    </>
  );
}
