// A new client, other data of one, and one less.

import { useLocation } from 'preact-iso';
import type { Answer } from '../../api/contract';
import { write } from '../../api/session';
import { fullName } from '../../clientes/words';
import { href, positive } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { useChange } from '../../common/use-change';
import { ChangeForm } from '../../ui/change-form';
import { ChoiceField, field } from '../../ui/fields';
import { useDone } from '../../ui/notice';
import { Page } from '../../ui/page';
import { changesOf, type Edited, edited } from '../edited';
import type { Choices } from '../people';
import { bodyOf, ClienteFields, NEW, type Typed, typedOf } from './fields';

type Cliente = Answer<'/clientes/{id}'>;

export const clienteHref = (id: number): string => href(`clientes/${id}`);

export function NewClientePage() {
  const grupo = positive(useLocation().query.grupo);
  const answers = useAnswers(
    'nuevo',
    'nuevo',
    async (ask): Promise<Choices> => ((await ask('/grupos')) ?? []).map((g) => [String(g.grupo_id), g.nombre_grupo] as const),
  );
  return (
    <Page title="Registrar un cliente" over="Clientes" answers={answers} wanted="nuevo">
      {(grupos) => <NewClienteForm grupos={grupos} grupo={grupo ? String(grupo) : ''} />}
    </Page>
  );
}

function NewClienteForm({ grupos, grupo }: { grupos: Choices; grupo: string }) {
  const done = useDone();
  const change = useChange({
    form: `clientes/nuevo/${grupo}`,
    initial: { ...NEW, grupo_id: grupo },
    send: ({ grupo_id, ...values }: Typed & { grupo_id: string }, key) =>
      write('post', '/clientes', { body: { ...bodyOf(values), grupo_id }, key }),
    onDone: ({ cliente }, values) => done(`Se registró a ${fullName(values)}.`, clienteHref(cliente)),
  });
  return (
    <ChangeForm
      change={change}
      action="Registrar al cliente"
      summary={(v) => <p>{`${fullName(v)}, clave de elector ${v.codigo_ine}.`}</p>}
      cancelTo={grupo ? href(`grupos/${grupo}`) : href('oficina')}
    >
      <ChoiceField label="Grupo" {...field(change, 'grupo_id')} choices={grupos} />
      <ClienteFields change={change} />
    </ChangeForm>
  );
}

const useCliente = (id: number) => useAnswers(id, String(id), (ask) => ask('/clientes/{id}', {}, id));

export function EditClientePage({ id }: { id: number }) {
  const answers = useCliente(id);
  return (
    <Page title="Cambiar los datos" over={`Cliente núm. ${id}`} answers={answers} wanted={id}>
      {(cliente) => <EditClienteForm cliente={cliente} />}
    </Page>
  );
}

function EditClienteForm({ cliente }: { cliente: Cliente }) {
  const done = useDone();
  const change = useChange({
    form: `clientes/${cliente.id}/editar`,
    initial: edited(typedOf(cliente)),
    send: ({ before, ...values }: Edited<Typed>, key) => {
      // Alone it changes nothing.
      const { permitir_repetido, ...fields } = bodyOf(values);
      return write('put', '/clientes/{id}', {
        id: cliente.id,
        body: { ...changesOf(bodyOf(before), fields), ...(permitir_repetido && { permitir_repetido }) },
        key,
      });
    },
    onDone: (_, values) => done(`Se guardaron los datos de ${fullName(values)}.`, clienteHref(cliente.id)),
  });
  return (
    <ChangeForm
      change={change}
      action="Guardar los datos"
      summary={(values) => <p>{fullName(values)}</p>}
      cancelTo={clienteHref(cliente.id)}
    >
      <ClienteFields change={change} />
    </ChangeForm>
  );
}

export function DeleteClientePage({ id }: { id: number }) {
  const answers = useCliente(id);
  return (
    <Page title="Eliminar al cliente" over={`Cliente núm. ${id}`} answers={answers} wanted={id}>
      {(cliente) => <DeleteClienteForm cliente={cliente} />}
    </Page>
  );
}

function DeleteClienteForm({ cliente }: { cliente: Cliente }) {
  const done = useDone();
  const change = useChange({
    form: `clientes/${cliente.id}/eliminar`,
    initial: {},
    send: (_, key) => write('delete', '/clientes/{id}', { id: cliente.id, key }),
    onDone: () => done(`Se eliminó a ${fullName(cliente)}.`, href(`grupos/${cliente.grupo_id}`)),
  });
  const text = <p>{`Se elimina a ${fullName(cliente)}, que no ha tenido préstamos ni ha sido aval.`}</p>;
  return (
    <ChangeForm change={change} action="Eliminar al cliente" summary={() => text} cancelTo={clienteHref(cliente.id)}>
      <div class="ancho">{text}</div>
    </ChangeForm>
  );
}
