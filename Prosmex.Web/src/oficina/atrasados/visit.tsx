// Notes a visit without a payment, and what the client promised.

import { useLocation } from 'preact-iso';
import type { Answer } from '../../api/contract';
import { write } from '../../api/session';
import { money, plural } from '../../common/numbers';
import { href } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { useChange } from '../../common/use-change';
import { ChangeForm } from '../../ui/change-form';
import { Facts } from '../../ui/facts';
import { ChoiceField, field, LongTextField, MoneyField, TextField } from '../../ui/fields';
import { ClienteLink, GrupoLink, PrestamoLink } from '../../ui/links';
import { useDone } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Empty, Section } from '../../ui/section';
import { isOpen } from '../../ui/status';
import { atrasadosHref, bodyOf, OUTCOMES, type TypedVisit } from './words';

type Ficha = Answer<'/prestamos/{id}/ficha'>;

export function VisitPage({ id }: { id: number }) {
  const answers = useAnswers(id, String(id), (ask) => ask('/prestamos/{id}/ficha', {}, id));
  return (
    <Page title="Anotar una visita sin pago" over="Oficina" answers={answers} wanted={id}>
      {(ficha) => (
        <>
          <Known id={id} ficha={ficha} />
          {isOpen(ficha.prestamo.status) ? (
            <VisitForm key={id} id={id} ficha={ficha} />
          ) : (
            <Empty>El préstamo ya está cerrado y no lleva visitas.</Empty>
          )}
        </>
      )}
    </Page>
  );
}

const Known = ({ id, ficha: { prestamo, cliente, grupo } }: { id: number; ficha: Ficha }) => (
  <Section id="prestamo" title="A quién se visitó">
    <Facts
      facts={[
        ['Cliente', <ClienteLink key="c" id={cliente.id} name={cliente.nombre} />],
        ['Préstamo', <PrestamoLink key="p" id={id} />],
        ['Grupo', <GrupoLink key="g" id={grupo.id} name={grupo.nombre} />],
        ['Aval', prestamo.aval ? prestamo.aval.nombre : 'Sin aval'],
        ['Atraso', prestamo.dias_de_atraso > 0 ? plural(prestamo.dias_de_atraso, 'día', 'días') : 'Al corriente'],
        ['Atrasado', money(prestamo.atrasado)],
        ['Por pagar', money(prestamo.restante)],
      ]}
    />
  </Section>
);

const NOTHING: TypedVisit = { visita: '', fecha: '', nota: '', 'promesa.fecha': '', 'promesa.monto': '' };

function VisitForm({ id, ficha: { cliente } }: { id: number; ficha: Ficha }) {
  const done = useDone();
  const back = useLocation().query.de === 'atrasados' ? atrasadosHref() : href(`clientes/${cliente.id}`);
  const change = useChange({
    form: `prestamos/${id}/visita`,
    initial: NOTHING,
    send: (values: TypedVisit, key) => write('post', '/prestamos/{id}/visitas', { id, body: bodyOf(values), key }),
    onDone: () => done('Se anotó la visita.', back),
  });
  const { visita, ...promised } = change.values;
  return (
    <ChangeForm
      change={change}
      action="Anotar la visita"
      cancelTo={back}
      summary={() => <p>{`La visita a ${cliente.nombre}: ${OUTCOMES.find(([name]) => name === visita)?.[1] ?? ''}.`}</p>}
    >
      <ChoiceField label="Qué pasó" {...field(change, 'visita')} choices={OUTCOMES} hint="Si pagó, registre el pago en vez de la visita." />
      <TextField label="Día de la visita" {...field(change, 'fecha')} type="date" isOptional hint="Sin fecha, es de hoy." />
      {visita === 'prometio' && (
        <>
          <TextField
            label="Para qué día"
            {...field(change, 'promesa.fecha')}
            type="date"
            isOptional={promised['promesa.monto'] === ''}
            hint="El día que prometió pagar."
          />
          <MoneyField label="Cuánto prometió" {...field(change, 'promesa.monto')} isOptional={promised['promesa.fecha'] === ''} />
        </>
      )}
      <div class="ancho">
        <LongTextField label="Nota" {...field(change, 'nota')} isOptional hint="Lo que ayude en la siguiente visita." />
      </div>
    </ChangeForm>
  );
}
