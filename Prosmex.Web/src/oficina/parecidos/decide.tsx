// Two clients side by side, and whether they are one person.

import { useLocation } from 'preact-iso';
import type { Answer } from '../../api/contract';
import { write } from '../../api/session';
import { fullName } from '../../clientes/words';
import { positive } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { useChange } from '../../common/use-change';
import { ChangeForm } from '../../ui/change-form';
import { Facts } from '../../ui/facts';
import { ChoiceField, field, LongTextField } from '../../ui/fields';
import { ClienteLink } from '../../ui/links';
import { useDone } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Empty, Section } from '../../ui/section';
import { isOpen } from '../../ui/status';
import { DECISIONS, decisionInWords, type Parecido, parecidosHref, reasonsInWords } from './words';

type Ficha = Answer<'/clientes/{id}/ficha'>;

export function DecidePage({ id }: { id: number }) {
  const otro = positive(useLocation().query.otro);
  const answers = useAnswers(id, `${id}/${otro}`, async (ask) => {
    const [{ parecidos }, ficha] = await Promise.all([ask('/clientes/{id}/parecidos', {}, id), ask('/clientes/{id}/ficha', {}, id)]);
    return { ficha, parecido: parecidos.find((p) => p.otro?.id === otro) ?? null };
  });
  return (
    <Page title="¿Es la misma persona?" over="Clientes parecidos" answers={answers} wanted={id}>
      {({ ficha, parecido }) =>
        parecido?.otro ? (
          <>
            <div class="pareja">
              <Known ficha={ficha} />
              <Other otro={parecido.otro} />
            </div>
            <DecideForm id={id} name={fullName(ficha.cliente)} parecido={parecido} otro={parecido.otro} />
          </>
        ) : (
          <Empty>Estos clientes ya no se parecen.</Empty>
        )
      }
    </Page>
  );
}

const Known = ({ ficha: { cliente, grupo, telefono, prestamos } }: { ficha: Ficha }) => (
  <Section id="uno" title={fullName(cliente)}>
    <Person
      id={cliente.id}
      grupo={grupo.nombre}
      codigo_ine={cliente.codigo_ine}
      colonia={cliente.colonia}
      telefono={telefono}
      prestamos_abiertos={prestamos.filter((p) => isOpen(p.status)).length}
    />
  </Section>
);

const Other = ({ otro }: { otro: NonNullable<Parecido['otro']> }) => (
  <Section id="otro" title={otro.nombre}>
    <Person {...otro} />
  </Section>
);

const Person = ({ id, grupo, codigo_ine, colonia, telefono, prestamos_abiertos }: Omit<NonNullable<Parecido['otro']>, 'nombre'>) => (
  <Facts
    facts={[
      ['Cliente', <ClienteLink key="c" id={id} name={`Núm. ${id}`} />],
      ['Grupo', grupo],
      ['Clave INE', codigo_ine],
      ['Colonia', colonia],
      ['Teléfono', telefono ?? 'No se sabe'],
      ['Préstamo abierto', prestamos_abiertos === 0 ? 'No' : 'Sí'],
    ]}
  />
);

function DecideForm({ id, name, parecido, otro }: { id: number; name: string; parecido: Parecido; otro: NonNullable<Parecido['otro']> }) {
  const done = useDone();
  const change = useChange({
    form: `parecidos/${id}/${otro.id}`,
    initial: { decision: '', nota: '' },
    send: (body: { decision: string; nota: string }, key) =>
      write('post', '/clientes/{id}/parecidos', { id, body: { otro_id: otro.id, ...body }, key }),
    onDone: () => done(`Se guardó lo que decidió de ${name} y ${otro.nombre}.`, parecidosHref()),
  });
  return (
    <ChangeForm
      change={change}
      action="Guardar la decisión"
      summary={({ decision, nota }) => <p>{`${DECISIONS.find(([value]) => value === decision)?.[1] ?? ''}: ${nota}`}</p>}
      cancelTo={parecidosHref()}
    >
      <p class="ancho">{`${reasonsInWords(parecido.motivos)}.`}</p>
      {parecido.decision && <p class="ancho">{`${decisionInWords(parecido.decision)}.`}</p>}
      <ChoiceField label="¿Es la misma persona?" {...field(change, 'decision')} choices={DECISIONS} />
      <LongTextField label="Por qué" {...field(change, 'nota')} hint="Cómo se supo: una visita, una llamada, su credencial." />
    </ChangeForm>
  );
}
