// The audit log in the words of the office: records, fields and values instead of tables and columns.

import type { Dto } from '../../api/contract';
import { instantInWords, weekInWords } from '../../common/days';
import { money } from '../../common/numbers';
import { href } from '../../common/query';
import type { FieldChange } from '../../ui/before-after';
import { BAJA_DE_USUARIO, CREAR_USUARIO, can, isAdmin } from '../../ui/links';
import { nameOf, LABELS as OF_EXPEDIENTE } from '../clientes/expediente-words';

export type Apunte = Dto['ApunteDto'];

/** The kinds of records, as the API names them, and as people do. */
export const ENTITIES: readonly (readonly [entidad: string, text: string])[] = [
  ['usuario', 'Cuenta'],
  ['ruta', 'Ruta'],
  ['grupo', 'Grupo'],
  ['cliente', 'Cliente'],
  ['expediente', 'Expediente'],
  ['par_de_clientes', 'Par de clientes'],
  ['tipo_prestamo', 'Tipo de préstamo'],
  ['prestamo', 'Préstamo'],
  ['pago', 'Pago'],
  ['visita', 'Visita'],
  ['por_aclarar', 'Dinero por aclarar'],
  ['bono', 'Tramo de bono'],
  ['corte', 'Corte de caja'],
  ['corte_gasto', 'Gasto de un corte'],
  ['semana', 'Cierre de semana'],
  ['semana_sin_cobranza', 'Semana sin cobranza'],
  ['permiso', 'Permiso'],
  ['telefono', 'Teléfono'],
  ['senal_descartada', 'Falsa alarma'],
  ['regla_de_aprobacion', 'Regla de aprobación'],
  ['limite', 'Límite'],
  ['solicitud', 'Solicitud'],
  ['respuesta_de_solicitud', 'Respuesta a una solicitud'],
  ['mantenimiento', 'Mantenimiento'],
];

export const ACTIONS: Record<string, string> = {
  alta: 'Alta',
  cambio: 'Cambio',
  baja: 'Baja',
  // Somebody saw the whole keys of an expediente.
  consulta: 'Consulta',
  mantenimiento: 'Mantenimiento',
};

const entityInWords = (entidad: string): string => ENTITIES.find(([name]) => name === entidad)?.[1] ?? entidad;

/** A week's record has its Monday as its number. */
const mondayOfRecord = (id: number): string => String(id).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');

export function recordInWords({ entidad, entidad_id: id }: Apunte): string {
  switch (entidad) {
    case 'semana':
      return `Semana del ${weekInWords(mondayOfRecord(id))}`;
    case 'expediente':
      return `Expediente del cliente núm. ${id}`;
    default:
      return `${entityInWords(entidad)} núm. ${id}`;
  }
}

/** The page of a record; null where it has none, or not for the user. */
export function recordHref({ entidad, entidad_id: id }: Apunte): string | null {
  switch (entidad) {
    case 'cliente':
    case 'prestamo':
    case 'grupo':
      return href(`${entidad}s/${id}`);
    // To open it would be one more consulta.
    case 'expediente':
      return href(`clientes/${id}`);
    case 'pago':
      return href('oficina/pagos', { q: id });
    case 'usuario':
      return can(BAJA_DE_USUARIO) ? href(`oficina/personas/${id}`) : null;
    case 'ruta':
      return isAdmin() ? href(`oficina/rutas/${id}/editar`) : null;
    case 'corte':
      return href('oficina/cortes', { numero: id });
    case 'telefono':
      return can(CREAR_USUARIO) ? href('oficina/telefonos', { numero: id }) : null;
    case 'bono':
      return href('oficina/bonos');
    case 'tipo_prestamo':
      return href('oficina/productos');
    case 'senal_descartada':
      return href('oficina/senales', { descartadas: true });
    case 'solicitud':
    case 'respuesta_de_solicitud':
      return href(`oficina/solicitudes/${id}`);
    case 'regla_de_aprobacion':
      return href('oficina/solicitudes/reglas');
    case 'limite':
      return href('oficina/productos');
    case 'semana':
      return href('', { semana: mondayOfRecord(id) });
    case 'semana_sin_cobranza':
      return isAdmin() ? href('oficina/semanas-sin-cobranza') : null;
    default:
      return null;
  }
}

const FIELDS: Record<string, string> = {
  ...OF_EXPEDIENTE,
  activo: 'Cuenta activa',
  aprobadores: 'Cuántos aprueban',
  aprueba: 'Aprueba',
  cambios: 'Qué cambia',
  estado: 'Estado',
  expira_en: 'Vence',
  limite_de_prestamo: 'Préstamo sin permiso especial',
  objeto_id: 'De qué núm.',
  operacion: 'Qué se pidió',
  pedida_en: 'Se pidió',
  respondida_en: 'Se respondió',
  roles: 'Quién aprueba (roles núm.)',
  semanas_para_renovar: 'Semanas cumplidas para renovar',
  solicitante_id: 'La pidió (cuenta núm.)',
  solicitud_id: 'Solicitud núm.',
  terminada_en: 'Terminó',
  valor: 'Valor',
  anula_a: 'Anula al corte núm.',
  apellido_materno: 'Apellido materno',
  apellido_paterno: 'Apellido paterno',
  anotada_en: 'Se anotó',
  aval_id: 'Aval (cliente núm.)',
  cliente_id: 'Cliente núm.',
  cobranza_ideal: 'Pago semanal',
  codigo_ine: 'Clave INE',
  colonia: 'Colonia',
  contrasena: 'Contraseña',
  concepto: 'Concepto',
  corte_id: 'Corte núm.',
  corte_total: 'Total del corte',
  cp: 'Código postal',
  custodio_id: 'Tiene el efectivo (cuenta núm.)',
  declarada_en: 'Se declaró',
  debe_cambiar_contrasena: 'Contraseña provisional',
  descartada_en: 'Se marcó',
  descartar_filas: 'Cobros sin enviar',
  descartar_nota: 'Motivo',
  descartar_pedido_en: 'Se descartó lo que no se envió',
  descartar_total: 'Monto sin enviar',
  diferencia: 'Diferencia de caja',
  efectivo_contado: 'Efectivo contado',
  efectivo_entregado: 'Efectivo entregado',
  efectivo_esperado: 'Efectivo esperado',
  efectivo_recibido: 'Efectivo recibido',
  entrega_max: 'Cobranza hasta',
  entrega_min: 'Cobranza desde',
  es_aval: 'Puede ser aval',
  estado_civil: 'Estado civil',
  fallas: 'Faltas permitidas',
  faltas: 'Faltas',
  fecha: 'Fecha',
  fecha_cierre: 'Se cerró',
  fecha_creacion: 'Se registró',
  fecha_inicio: 'Fecha de inicio',
  fecha_pago: 'Fecha del pago',
  fin: 'Terminó',
  grupo_id: 'Grupo núm.',
  incumplimientos_tolerados: 'Incumplimientos tolerados',
  inicio: 'Empezó',
  interes: 'Interés',
  limite_penalizaciones: 'Límite de penalizaciones',
  monto: 'Monto',
  monto_pagado: 'Monto',
  monto_prestamo: 'Monto en papel',
  monto_prestamo_real: 'Monto entregado',
  monto_utilidad: 'Total a pagar',
  motivo: 'Motivo',
  nombre: 'Nombre',
  nombre_completo: 'Nombre completo',
  nombre_grupo: 'Nombre del grupo',
  nombre_ruta: 'Nombre de la ruta',
  nota: 'Nota',
  num_hijos: 'Hijos',
  numero_pagos: 'Número de pagos',
  numero_semanas: 'Semanas',
  pagado: 'Pagado',
  pago_id: 'Pago núm.',
  pena_incumplimiento: 'Pena por incumplimiento',
  porcentaje_semanal: 'Porcentaje semanal',
  prestamo_id: 'Préstamo núm.',
  prestamos: 'Préstamos que debían pagar',
  promesa_fecha: 'Prometió para el',
  promesa_monto: 'Prometió',
  propiedad: 'Vivienda',
  recibido_en: 'Recibido',
  registrado_por: 'Registró (cuenta núm.)',
  regla: 'Señal',
  renovacion: 'Es renovación',
  renueva_a: 'Renueva al préstamo núm.',
  resuelto_en: 'Se aclaró',
  resuelto_por: 'Aclaró (cuenta núm.)',
  reversa_de: 'Cancela al pago núm.',
  rol_id: 'Rol núm.',
  ruta_id: 'Ruta núm.',
  semana: 'Semana',
  semilla: 'Semilla',
  status: 'Estado',
  sustituye_a: 'Corrige al corte núm.',
  terminado_en: 'Se terminó su sesión',
  tipo: 'Tipo',
  tipo_prestamo_id: 'Tipo de préstamo núm.',
  total_gastos: 'Gastos',
  usuario: 'Usuario',
  usuario_id: 'Cuenta núm.',
  usuario_id_gerente: 'Gerente (cuenta núm.)',
  usuario_id_gestor: 'Gestor (cuenta núm.)',
  usuario_id_supervisor: 'Supervisor (cuenta núm.)',
  usuario_id_titular: 'Titular (cuenta núm.)',
  vencidos: 'Pasaron a vencido',
  visita: 'Resultado de la visita',
};

const MONEY = new Set([
  ...['cobranza_ideal', 'corte_total', 'diferencia', 'efectivo_contado', 'efectivo_entregado', 'efectivo_esperado', 'efectivo_recibido'],
  ...['entrega_max', 'entrega_min', 'monto', 'monto_pagado', 'monto_prestamo', 'monto_prestamo_real', 'monto_utilidad', 'pagado'],
  ...['descartar_total', 'promesa_monto', 'semilla', 'total_gastos'],
]);

/** What the program keeps for itself says nothing to the office. */
const OWN = new Set(['busqueda', 'clave_ine', 'clave', 'excepcion_adopcion', 'adoptada', 'id']);
const isOwn = (field: string): boolean => OWN.has(field) || /^(desde|hasta)_.*_id$/.test(field);

export const isMoney = (field: string): boolean => MONEY.has(field);

export const fieldInWords = (field: string): string => FIELDS[field] ?? field.replaceAll('_', ' ');

export function valueInWords(field: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return '—';
  if (typeof value === 'boolean') return value ? 'Sí' : 'No';
  if (typeof value === 'number') return isMoney(field) ? money(value) : String(value);
  if (typeof value !== 'string') return JSON.stringify(value);
  return /^\d{4}-\d\d-\d\d(T.*)?$/.test(value)
    ? instantInWords(value)
    : (nameOf(value) ?? value.replace(/^[a-z]+(_[a-z]+)+$/, (name) => name.replaceAll('_', ' ')));
}

type Side = Record<string, unknown> | null;

/** The fields that changed, before and after; of a new or a deleted record all of them. */
export function changesOf({ antes, despues }: { antes: Side; despues: Side }): FieldChange[] {
  return [...new Set([...Object.keys(antes ?? {}), ...Object.keys(despues ?? {})])]
    .filter((field) => !isOwn(field))
    .map((field) => ({
      field: fieldInWords(field),
      before: antes ? valueInWords(field, antes[field]) : '',
      after: despues ? valueInWords(field, despues[field]) : '',
    }));
}
