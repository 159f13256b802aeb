import type { Answer } from '../../api/contract';
import { write } from '../../api/session';
import { useAnswers } from '../../common/use-answers';
import { type Change, useChange } from '../../common/use-change';
import { ChangeForm } from '../../ui/change-form';
import { ChoiceField, field, TextField } from '../../ui/fields';
import { useDone } from '../../ui/notice';
import { Page } from '../../ui/page';
import { changesOf, type Edited, edited } from '../edited';
import { type Choices, idOf, peopleOf } from '../people';
import { rutasHref } from './list';

type Ruta = Answer<'/rutas/{id}'>['ruta'];

interface Typed {
  nombre_ruta: string;
  gerente: string;
  supervisor: string;
}

interface People {
  gerentes: Choices;
  supervisores: Choices;
}

const bodyOf = ({ nombre_ruta, gerente, supervisor }: Typed) => ({
  nombre_ruta,
  usuario_id_gerente: idOf(gerente),
  usuario_id_supervisor: idOf(supervisor),
});

const inWords = ({ nombre_ruta }: Typed) => <p>{`Ruta «${nombre_ruta}».`}</p>;

function RutaFields({ change, gerentes, supervisores }: { change: Change<Typed, null> } & People) {
  return (
    <>
      <TextField label="Nombre de la ruta" {...field(change, 'nombre_ruta')} />
      <ChoiceField label="Gerente" {...field(change, 'gerente')} isOptional none="Sin asignar" choices={gerentes} />
      <ChoiceField label="Supervisor" {...field(change, 'supervisor')} isOptional none="Sin asignar" choices={supervisores} />
    </>
  );
}

export function NewRutaPage() {
  const answers = useAnswers('nueva', 'nueva', async (ask) => {
    const [gerentes, supervisores] = await Promise.all([peopleOf(ask, 'Gerente'), peopleOf(ask, 'Supervisor')]);
    return { gerentes, supervisores };
  });
  return (
    <Page title="Crear una ruta" over="Rutas" answers={answers} wanted="nueva">
      {(people) => <NewRutaForm {...people} />}
    </Page>
  );
}

function NewRutaForm(people: People) {
  const done = useDone();
  const change = useChange({
    form: 'rutas/nueva',
    initial: { nombre_ruta: '', gerente: '', supervisor: '' },
    send: (values: Typed, key) => write('post', '/rutas', { body: bodyOf(values), key }),
    onDone: ({ ruta }) => done(`Se creó la ruta ${ruta.nombre_ruta}.`, rutasHref()),
  });
  return (
    <ChangeForm change={change} action="Crear la ruta" summary={inWords} cancelTo={rutasHref()}>
      <RutaFields change={change} {...people} />
    </ChangeForm>
  );
}

export function EditRutaPage({ id }: { id: number }) {
  const answers = useAnswers(id, String(id), async (ask) => {
    const [{ ruta }, gerentes, supervisores] = await Promise.all([
      ask('/rutas/{id}', {}, id),
      peopleOf(ask, 'Gerente'),
      peopleOf(ask, 'Supervisor'),
    ]);
    return { ruta, gerentes, supervisores };
  });
  return (
    <Page title="Cambiar la ruta" over="Rutas" answers={answers} wanted={id}>
      {(data) => <EditRutaForm {...data} />}
    </Page>
  );
}

function EditRutaForm({ ruta, ...people }: { ruta: Ruta } & People) {
  const done = useDone();
  const initial: Typed = {
    nombre_ruta: ruta.nombre_ruta,
    gerente: String(ruta.usuario_id_gerente ?? ''),
    supervisor: String(ruta.usuario_id_supervisor ?? ''),
  };
  const change = useChange({
    form: `rutas/${ruta.ruta_id}/editar`,
    initial: edited(initial),
    send: ({ before, ...values }: Edited<Typed>, key) =>
      write('put', '/rutas/{id}', { id: ruta.ruta_id, body: changesOf(bodyOf(before), bodyOf(values)), key }),
    onDone: (_, values) => done(`Se guardó la ruta ${values.nombre_ruta}.`, rutasHref()),
  });
  return (
    <ChangeForm change={change} action="Guardar la ruta" summary={inWords} cancelTo={rutasHref()}>
      <RutaFields change={change} {...people} />
    </ChangeForm>
  );
}

export function DeleteRutaPage({ id }: { id: number }) {
  const answers = useAnswers(id, String(id), (ask) => ask('/rutas/{id}', {}, id));
  return (
    <Page title="Eliminar la ruta" over="Rutas" answers={answers} wanted={id}>
      {({ ruta }) => <DeleteRutaForm ruta={ruta} />}
    </Page>
  );
}

function DeleteRutaForm({ ruta }: { ruta: Ruta }) {
  const done = useDone();
  const change = useChange({
    form: `rutas/${ruta.ruta_id}/eliminar`,
    initial: {},
    send: (_, key) => write('delete', '/rutas/{id}', { id: ruta.ruta_id, key }),
    onDone: () => done(`Se eliminó la ruta ${ruta.nombre_ruta}.`, rutasHref()),
  });
  const text = <p>{`Se elimina la ruta «${ruta.nombre_ruta}», que no tiene grupos.`}</p>;
  return (
    <ChangeForm change={change} action="Eliminar la ruta" summary={() => text} cancelTo={rutasHref()}>
      <div class="ancho">{text}</div>
    </ChangeForm>
  );
}
