import type { Dto } from '../../api/contract';
import { instantInWords } from '../../common/days';
import { href } from '../../common/query';
import { ClienteLink, can, EDITAR_INFORMACION, PrestamoLink } from '../../ui/links';

export type Dinero = Dto['PorAclararDto'];

/** The phone named a loan, which may not exist. */
export const ForWhom = ({ cliente, cliente_id, prestamo_id }: Dinero) =>
  cliente === null || cliente_id === null ? (
    `Préstamo núm. ${prestamo_id}`
  ) : (
    <>
      <ClienteLink id={cliente_id} name={cliente} />
      <span class="detalle">
        <PrestamoLink id={prestamo_id} />
      </span>
    </>
  );

const OUTCOMES = { aplicado: 'Aplicado', devuelto: 'Devuelto al cliente', castigado: 'Dado de baja', pendiente: 'Por aclarar' } as const;

/** "Devuelto al cliente por Ana Ruiz el 18 nov 2026, 12:00 p.m.: se vio con la clienta". */
export function outcomeInWords({ estado, pago_id, resuelto_por_nombre, resuelto_en, nota }: Dinero): string {
  if (estado === 'pendiente' || resuelto_en === null) return OUTCOMES.pendiente;
  const as = estado === 'aplicado' ? `${OUTCOMES.aplicado} como pago núm. ${pago_id}` : OUTCOMES[estado];
  return `${as} por ${resuelto_por_nombre} el ${instantInWords(resuelto_en)}${nota ? `: ${nota}` : ''}`;
}

export const Actions = ({ id }: Dinero) =>
  can(EDITAR_INFORMACION) ? (
    <span class="junto">
      <a href={href(`oficina/por-aclarar/${id}/aplicar`)}>Aplicar</a>
      <a href={href(`oficina/por-aclarar/${id}/devolver`)}>Devolver</a>
      <a href={href(`oficina/por-aclarar/${id}/baja`)}>Dar de baja</a>
    </span>
  ) : (
    'Espera a la oficina'
  );
