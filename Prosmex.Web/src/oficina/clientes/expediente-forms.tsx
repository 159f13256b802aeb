// Other data of a client as a person, and none at all.

import { write } from '../../api/session';
import { fullName } from '../../clientes/words';
import { useAnswers } from '../../common/use-answers';
import { type Change, useChange } from '../../common/use-change';
import { ChangeForm } from '../../ui/change-form';
import { ChoiceField, field, LongTextField, TextField } from '../../ui/fields';
import { useDone } from '../../ui/notice';
import { Page } from '../../ui/page';
import { changesOf, type Edited, edited } from '../edited';
import { AnotherPerson } from './another-person';
import { expedienteHref, useExpediente } from './expediente';
import { type Expediente, FIELDS, type Field, KEYS, LABELS, SEXES, STATES } from './expediente-words';
import { clienteHref } from './forms';

type Typed = Record<Field, string>;
type TypedOnce = Edited<Typed> & { permitir_repetido: string };

/** The end of a key is no key: its field stays empty, and the key as it is. */
const isHidden = ({ oculto }: Expediente, name: Field): boolean => oculto && KEYS.includes(name);

const typedOf = (e: Expediente): Typed =>
  Object.fromEntries(FIELDS.map((name) => [name, isHidden(e, name) ? '' : (e[name] ?? '')])) as Typed;

/** Null empties a field. */
const bodyOf = (changes: Partial<Typed>): Partial<Record<Field, string | null>> =>
  Object.fromEntries(Object.entries(changes).map(([name, text]) => [name, text.trim() || null]));

export function EditExpedientePage({ id }: { id: number }) {
  const answers = useExpediente(id);
  return (
    <Page title="Cambiar el expediente" over={`Cliente núm. ${id}`} answers={answers} wanted={id}>
      {({ expediente, name }) => <EditExpedienteForm expediente={expediente} name={name} />}
    </Page>
  );
}

function EditExpedienteForm({ expediente, name }: { expediente: Expediente; name: string }) {
  const id = expediente.cliente_id;
  const done = useDone();
  const change = useChange({
    form: `clientes/${id}/expediente`,
    initial: { ...edited(typedOf(expediente)), permitir_repetido: '' },
    send: ({ before, permitir_repetido, ...typed }: TypedOnce, key) =>
      write('put', '/clientes/{id}/expediente', {
        id,
        body: { ...bodyOf(changesOf(before, typed as Typed)), ...(permitir_repetido && { permitir_repetido: true }) },
        key,
      }),
    // Not to the expediente: that would be one more reading of the keys.
    onDone: ({ avisos }) => done([`Se guardó el expediente de ${name}.`, ...avisos.map((a) => a.mensaje)].join(' '), clienteHref(id)),
  });
  return (
    <ChangeForm change={change} action="Guardar el expediente" summary={() => <p>{name}</p>} cancelTo={clienteHref(id)}>
      <p class="ancho">{`${name}. Lo que deje vacío se borra.`}</p>
      <Fields change={change} expediente={expediente} />
      <AnotherPerson change={change} clave="CURP" />
    </ChangeForm>
  );
}

function Fields({ change, expediente }: { change: Change<TypedOnce, unknown>; expediente: Expediente }) {
  const of = (name: Field) => ({ label: LABELS[name], ...field(change, name), isOptional: true });
  const key = (name: Field, hint: string) => ({
    ...of(name),
    hint: isHidden(expediente, name) && expediente[name] ? `${hint} Ahora termina en ${expediente[name]}; vacía, queda como está.` : hint,
    autocapitalize: 'characters' as const,
    maxLength: 30,
  });
  return (
    <>
      <TextField {...of('telefono')} inputMode="tel" maxLength={30} hint="Diez dígitos. De otro país, con + y su código." />
      <TextField {...key('curp', '18 letras y dígitos, como en la credencial.')} />
      <TextField {...key('rfc', '13 letras y dígitos, con la homoclave.')} />
      <TextField {...key('clabe', '18 dígitos: la cuenta a la que se le envía dinero.')} inputMode="numeric" />
      <TextField {...of('fecha_nacimiento')} type="date" min="1900-01-01" />
      <ChoiceField {...of('sexo')} none="Sin anotar" choices={SEXES} />
      <TextField {...of('calle')} autocapitalize="words" />
      <TextField {...of('numero')} maxLength={20} hint="Exterior e interior." />
      <TextField {...of('municipio')} autocapitalize="words" />
      <ChoiceField {...of('estado')} none="Sin anotar" choices={STATES} hint="Donde vive." />
      <TextField {...of('ocupacion')} autocapitalize="sentences" />
      <LongTextField {...of('notas')} maxLength={1000} />
    </>
  );
}

/** Shows nothing of it: only the client's name is asked for. */
export function DeleteExpedientePage({ id }: { id: number }) {
  const answers = useAnswers(id, String(id), (ask) => ask('/clientes/{id}/ficha', {}, id));
  return (
    <Page title="Borrar el expediente" over={`Cliente núm. ${id}`} answers={answers} wanted={id}>
      {({ cliente }) => <DeleteExpedienteForm id={id} name={fullName(cliente)} />}
    </Page>
  );
}

function DeleteExpedienteForm({ id, name }: { id: number; name: string }) {
  const done = useDone();
  const change = useChange({
    form: `clientes/${id}/expediente/borrar`,
    initial: {},
    send: (_, key) => write('delete', '/clientes/{id}/expediente', { id, key }),
    onDone: () => done(`Se borró el expediente de ${name}.`, clienteHref(id)),
  });
  return (
    <ChangeForm
      change={change}
      action="Borrar el expediente"
      summary={() => <p>{`Se borra el expediente de ${name}.`}</p>}
      cancelTo={expedienteHref(id)}
    >
      <div class="ancho pregunta">
        <p>{`De ${name} se borran el teléfono, la CURP, el RFC, la CLABE, la fecha de nacimiento, el sexo, el domicilio, la ocupación y las notas. No se puede deshacer.`}</p>
        <p>
          Se quedan su nombre, su colonia, su clave INE y los demás datos de cliente, sus préstamos y pagos, y la bitácora, que de las
          claves guarda solo los últimos cuatro caracteres.
        </p>
        <p class="nota">
          La ley obliga a conservar los datos de un crédito hasta diez años después de su fin, sea suyo o como aval. Antes no se borran.
        </p>
      </div>
    </ChangeForm>
  );
}
