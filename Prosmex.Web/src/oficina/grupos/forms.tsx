// A new group, and another name, route, titular or gestor of one. Each field has its own permission.

import { write } from '../../api/session';
import { type Ask, useAnswers } from '../../common/use-answers';
import { type Change, useChange } from '../../common/use-change';
import { ChangeForm } from '../../ui/change-form';
import { ChoiceField, field, TextField } from '../../ui/fields';
import { ASIGNAR_RUTA, ASIGNAR_TITULAR, can, EDITAR_INFORMACION } from '../../ui/links';
import { useDone } from '../../ui/notice';
import { Page } from '../../ui/page';
import { changesOf, type Edited, edited } from '../edited';
import { type Choices, idOf, peopleOf, routesOf, withCurrent } from '../people';
import { type Grupo, gruposHref } from './list';
import { groupOf } from './named';

interface Typed {
  nombre_grupo: string;
  ruta: string;
  titular: string;
  gestor: string;
}

export interface GrupoChoices {
  rutas: Choices;
  titulares: Choices;
  gestores: Choices;
}

/** What the user may assign; nothing else is asked for. */
export async function choicesOf(ask: Ask): Promise<GrupoChoices> {
  const [rutas, titulares, gestores] = await Promise.all([
    can(ASIGNAR_RUTA) ? routesOf(ask) : [],
    can(ASIGNAR_TITULAR) ? peopleOf(ask, 'Titular') : [],
    can(ASIGNAR_TITULAR) ? peopleOf(ask, 'Gestor de cobranza') : [],
  ]);
  return { rutas, titulares, gestores };
}

const inWords = ({ nombre_grupo }: Typed) => <p>{`Grupo «${nombre_grupo}».`}</p>;

const bodyOf = ({ nombre_grupo, ruta, titular, gestor }: Typed) => ({
  nombre_grupo,
  ruta_id: Number(ruta),
  usuario_id_titular: idOf(titular),
  usuario_id_gestor: idOf(gestor),
});

function GrupoFields({ change, isNew, ...choices }: { change: Change<Typed, null>; isNew: boolean } & GrupoChoices) {
  return (
    <>
      {(isNew || can(EDITAR_INFORMACION)) && <TextField label="Nombre del grupo" {...field(change, 'nombre_grupo')} />}
      {can(ASIGNAR_RUTA) && <ChoiceField label="Ruta" {...field(change, 'ruta')} choices={choices.rutas} />}
      {can(ASIGNAR_TITULAR) && (
        <>
          <ChoiceField label="Titular" {...field(change, 'titular')} isOptional none="Sin asignar" choices={choices.titulares} />
          <ChoiceField label="Gestor de cobranza" {...field(change, 'gestor')} isOptional none="Sin asignar" choices={choices.gestores} />
        </>
      )}
    </>
  );
}

export function NewGrupoPage() {
  const answers = useAnswers('nuevo', 'nuevo', choicesOf);
  return (
    <Page title="Crear un grupo" over="Grupos" answers={answers} wanted="nuevo">
      {(choices) => <NewGrupoForm {...choices} />}
    </Page>
  );
}

function NewGrupoForm(choices: GrupoChoices) {
  const done = useDone();
  const change = useChange({
    form: 'grupos/nuevo',
    initial: { nombre_grupo: '', ruta: '', titular: '', gestor: '' },
    send: (values: Typed, key) => write('post', '/grupos', { body: bodyOf(values), key }),
    onDone: ({ grupo }) => done(`Se creó el grupo ${grupo.nombre_grupo}.`, gruposHref()),
  });
  return (
    <ChangeForm change={change} action="Crear el grupo" summary={inWords} cancelTo={gruposHref()}>
      <GrupoFields change={change} isNew {...choices} />
    </ChangeForm>
  );
}

export function EditGrupoPage({ id }: { id: number }) {
  const answers = useAnswers(id, String(id), async (ask) => {
    const [grupo, choices] = await Promise.all([groupOf(ask, id), choicesOf(ask)]);
    return { grupo, choices };
  });
  return (
    <Page title="Cambiar el grupo" over="Grupos" answers={answers} wanted={id}>
      {({ grupo, choices }) => <EditGrupoForm grupo={grupo} {...choices} />}
    </Page>
  );
}

function EditGrupoForm({ grupo, rutas, titulares, gestores }: { grupo: Grupo } & GrupoChoices) {
  const done = useDone();
  const initial: Typed = {
    nombre_grupo: grupo.grupo,
    ruta: String(grupo.ruta_id),
    titular: String(grupo.titular_id ?? ''),
    gestor: String(grupo.gestor_id ?? ''),
  };
  const change = useChange({
    form: `grupos/${grupo.grupo_id}/editar`,
    initial: edited(initial),
    send: ({ before, ...values }: Edited<Typed>, key) =>
      write('put', '/grupos/{id}', { id: grupo.grupo_id, body: changesOf(bodyOf(before), bodyOf(values)), key }),
    onDone: (_, values) => done(`Se guardó el grupo ${values.nombre_grupo}.`, gruposHref()),
  });
  return (
    <ChangeForm change={change} action="Guardar el grupo" summary={inWords} cancelTo={gruposHref()}>
      <GrupoFields
        change={change}
        isNew={false}
        rutas={rutas}
        titulares={withCurrent(titulares, grupo.titular_id, grupo.titular)}
        gestores={withCurrent(gestores, grupo.gestor_id, grupo.gestor)}
      />
      <p class="nota ancho">
        El bono de una semana es de quien era titular al terminar esa semana: cambiar de titular hoy cambia el de la semana en curso.
      </p>
    </ChangeForm>
  );
}

export function DeleteGrupoPage({ id }: { id: number }) {
  const answers = useAnswers(id, String(id), (ask) => groupOf(ask, id));
  return (
    <Page title="Eliminar el grupo" over="Grupos" answers={answers} wanted={id}>
      {(grupo) => <DeleteGrupoForm grupo={grupo} />}
    </Page>
  );
}

function DeleteGrupoForm({ grupo }: { grupo: Grupo }) {
  const done = useDone();
  const change = useChange({
    form: `grupos/${grupo.grupo_id}/eliminar`,
    initial: {},
    send: (_, key) => write('delete', '/grupos/{id}', { id: grupo.grupo_id, key }),
    onDone: () => done(`Se eliminó el grupo ${grupo.grupo}.`, gruposHref()),
  });
  const text = <p>{`Se elimina el grupo «${grupo.grupo}», de la ruta ${grupo.ruta}. No tiene clientes.`}</p>;
  return (
    <ChangeForm change={change} action="Eliminar el grupo" summary={() => text} cancelTo={gruposHref()}>
      <div class="ancho">{text}</div>
    </ChangeForm>
  );
}
