// Assigns the titular, gestor and route of a group, each if the user has that permission. Changes are shown before they are sent.

import { useEffect, useRef, useState } from 'preact/hooks';
import { newKey } from '../api/http';
import { get, write } from '../api/session';
import { ASIGNAR_RUTA, ASIGNAR_TITULAR, can } from '../ui/links';
import { Modal } from '../ui/modal';
import type { GrupoRow } from './data';

interface Choice {
  id: number | null;
  name: string;
}

interface Field {
  name: 'usuario_id_titular' | 'usuario_id_gestor' | 'ruta_id';
  title: string;
  accion: number;
  /** What the group's row of the current week's report says. */
  current: (grupo: GrupoRow) => Choice;
  choices: () => Promise<Choice[]>;
  canBeNobody: boolean;
}

const people = async (rol: string): Promise<Choice[]> =>
  ((await get('/users/tipo-especifico', { query: { rol } })) ?? []).map((u) => ({
    id: u.userId,
    name: [u.nombre, u.apellido_paterno, u.apellido_materno].filter(Boolean).join(' '),
  }));

const FIELDS: readonly Field[] = [
  {
    name: 'usuario_id_titular',
    title: 'Titular',
    accion: ASIGNAR_TITULAR,
    current: (g) => ({ id: g.titular_id, name: g.titular }),
    choices: () => people('Titular'),
    canBeNobody: true,
  },
  {
    name: 'usuario_id_gestor',
    title: 'Gestor de cobranza',
    accion: ASIGNAR_TITULAR,
    current: (g) => ({ id: g.gestor_id, name: g.gestor }),
    choices: () => people('Gestor de cobranza'),
    canBeNobody: true,
  },
  {
    name: 'ruta_id',
    title: 'Ruta',
    accion: ASIGNAR_RUTA,
    current: (g) => ({ id: g.ruta_id, name: g.ruta }),
    choices: async () => (await get('/rutas')).rutas.map((r) => ({ id: r.ruta_id, name: r.nombre_ruta })),
    canBeNobody: false,
  },
];

const allowed = (): readonly Field[] => FIELDS.filter((f) => can(f.accion));
export const canAssign = (): boolean => allowed().length > 0;

interface Assignable {
  field: Field;
  before: Choice;
  choices: readonly Choice[];
  chosen: Choice;
}

/** The current holder stays a choice even if no longer eligible. */
function assignable(field: Field, grupo: GrupoRow, found: readonly Choice[]): Assignable {
  const current = field.current(grupo);
  const choices = [...(field.canBeNobody ? [{ id: null, name: 'Sin asignar' }] : []), ...found];
  const known = choices.find((c) => c.id === current.id);
  const before = known ?? { id: current.id, name: `${current.name} (inactivo)` };
  return { field, before, choices: known ? choices : [...choices, before], chosen: before };
}

async function load(grupo: GrupoRow): Promise<Assignable[]> {
  const fields = allowed();
  // The page may show a past week, whose titular need not be the present one.
  const [present, ...choices] = await Promise.all([
    get('/reporte/cobranza', { query: { grupo_id: grupo.grupo_id } }),
    ...fields.map((f) => f.choices()),
  ]);
  const row = present.cobranza[0] ?? grupo;
  return fields.map((f, i) => assignable(f, row, choices[i] ?? []));
}

interface AsignarProps {
  /** Its row of the report of any week. */
  grupo: GrupoRow;
  onClose: () => void;
  /** Called with a sentence once it is done. */
  onDone: (done: string) => Promise<void>;
}

export function Asignar({ grupo, onClose, onDone }: AsignarProps) {
  const [fields, setFields] = useState<readonly Assignable[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  /** One key for the change, also when it is sent again because the answer was lost; null while it is being chosen. */
  const [key, setKey] = useState<string | null>(null);
  useEffect(() => {
    load(grupo).then(setFields, (refused: Error) => setError(refused.message));
  }, []);

  const changed = fields?.filter((f) => f.chosen.id !== f.before.id) ?? [];
  const choose = (name: string, id: number | null) =>
    setFields(
      (all) => all?.map((f) => (f.field.name === name ? { ...f, chosen: f.choices.find((c) => c.id === id) ?? f.before } : f)) ?? null,
    );
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!key) {
      setError(changed.length === 0 ? 'No ha cambiado nada todavía.' : null);
      if (changed.length > 0) setKey(newKey());
      return;
    }
    try {
      await write('put', '/grupos/{id}', {
        id: grupo.grupo_id,
        body: Object.fromEntries(changed.map((f) => [f.field.name, f.chosen.id])),
        key,
      });
      await onDone(`Se guardó el cambio de ${grupo.grupo}.`);
    } catch (refused) {
      setError((refused as Error).message);
    }
  };

  return (
    <Modal id="dialogo-asignar" labelledBy="asignar-h" onClose={onClose}>
      <form id="asignar" method="dialog" onSubmit={submit}>
        <h2 id="asignar-h">{`Asignar ${grupo.grupo}`}</h2>
        {!fields && !error && <p role="status">Cargando…</p>}
        {fields && !key && fields.map((f, i) => <Choose key={f.field.name} {...f} hasFocus={i === 0} onChoose={choose} />)}
        {key && <Changes changed={changed} />}
        {error && (
          <p class="error" role="alert">
            {error}
          </p>
        )}
        <div class="acciones">
          <button
            type="button"
            onClick={() => {
              setError(null);
              if (key) setKey(null);
              else onClose();
            }}
          >
            {key ? 'Volver' : 'Cancelar'}
          </button>
          {fields && <Send text={key ? 'Confirmar el cambio' : 'Continuar'} />}
        </div>
      </form>
    </Modal>
  );
}

function Choose({
  field,
  choices,
  chosen,
  hasFocus,
  onChoose,
}: Assignable & { hasFocus: boolean; onChoose: (name: string, id: number | null) => void }) {
  const select = useRef<HTMLSelectElement>(null);
  useEffect(() => {
    if (hasFocus) select.current?.focus();
  }, []);
  return (
    <label class="renglon">
      <span>{field.title}</span>
      <select ref={select} name={field.name} onChange={(event) => onChoose(field.name, Number(event.currentTarget.value) || null)}>
        {choices.map((c) => (
          <option key={c.id} value={c.id ?? ''} selected={c.id === chosen.id}>
            {c.name}
          </option>
        ))}
      </select>
    </label>
  );
}

const Changes = ({ changed }: { changed: readonly Assignable[] }) => (
  <>
    <p>Esto va a cambiar:</p>
    <ul class="cambios">
      {changed.map((f) => (
        <li key={f.field.name}>
          <strong>{`${f.field.title}: `}</strong>
          <s>{f.before.name}</s>
          {` → ${f.chosen.name}`}
        </li>
      ))}
    </ul>
  </>
);

/** Gets the focus with each of its texts: the next step. */
function Send({ text }: { text: string }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (text !== 'Continuar') button.current?.focus();
  }, [text]);
  return (
    <button type="submit" class="principal" ref={button}>
      {text}
    </button>
  );
}
