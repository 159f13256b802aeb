// What is known of a client as a person. Whole keys are seen on record: it is asked for on its own pages alone.

import { address } from '../../api/contract';
import { fullName } from '../../clientes/words';
import { dayWithYear } from '../../common/days';
import { href } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { DownloadButton } from '../../ui/downloads';
import { type Fact, Facts } from '../../ui/facts';
import { can, EDITAR_INFORMACION, isAdmin, REPORTES_GENERALES } from '../../ui/links';
import { Page } from '../../ui/page';
import { Empty, Section } from '../../ui/section';
import { Telefono } from '../../ui/telefono';
import { type Expediente, FIELDS, type Field, KEYS, LABELS, nameOf } from './expediente-words';
import { clienteHref } from './forms';

export const expedienteHref = (id: number, page = ''): string => href(`oficina/clientes/${id}/expediente${page}`);

/** With the client's name. */
export const useExpediente = (id: number) =>
  useAnswers(id, String(id), async (ask) => {
    const [{ expediente }, { cliente }] = await Promise.all([
      ask('/clientes/{id}/expediente', {}, id),
      ask('/clientes/{id}/ficha', {}, id),
    ]);
    return { expediente, name: fullName(cliente) };
  });

export function ExpedientePage({ id }: { id: number }) {
  const answers = useExpediente(id);
  const shown = answers.shown?.data;
  const isKnown = shown !== undefined && FIELDS.some((field) => shown.expediente[field] !== null);
  return (
    <Page
      title="Expediente"
      over={shown ? `${shown.name}, cliente núm. ${id}` : `Cliente núm. ${id}`}
      answers={answers}
      wanted={id}
      actions={
        <>
          <a class="boton" href={clienteHref(id)}>
            Volver al cliente
          </a>
          {can(EDITAR_INFORMACION) && (
            <a class="boton" href={expedienteHref(id, '/editar')}>
              Cambiar el expediente
            </a>
          )}
          {can(REPORTES_GENERALES) && (
            <DownloadButton title={`Cliente ${id}`} format="xlsx" address={address('/clientes/{id}/datos-personales.xlsx', {}, id)}>
              Lo que se guarda (hoja de cálculo)
            </DownloadButton>
          )}
          {isAdmin() && isKnown && (
            <a class="boton" href={expedienteHref(id, '/borrar')}>
              Borrar el expediente
            </a>
          )}
        </>
      }
    >
      {({ expediente, name }) => (
        <Section id="expediente" title="Lo que se sabe">
          {isKnown ? (
            <Facts facts={FIELDS.map((field) => factOf(expediente, field, name))} />
          ) : (
            <Empty>Todavía no se ha anotado nada.</Empty>
          )}
          {KEYS.some((key) => expediente[key] !== null) && (
            <p class="nota">
              {expediente.oculto
                ? 'De la CURP, el RFC y la CLABE se muestran los últimos cuatro caracteres.'
                : 'Queda anotado en la bitácora que usted vio estas claves completas.'}
            </p>
          )}
        </Section>
      )}
    </Page>
  );
}

/** What may be wrong with it stands beside it. */
function factOf(expediente: Expediente, field: Field, name: string): Fact {
  const value = expediente[field];
  if (value === null) return [LABELS[field], null];
  const avisos = expediente.avisos.filter((a) => a.campo === field);
  return [
    LABELS[field],
    <>
      {field === 'telefono' ? (
        <Telefono telefono={value} name={name} />
      ) : field === 'fecha_nacimiento' ? (
        dayWithYear(value)
      ) : (
        (nameOf(value) ?? value)
      )}
      {avisos.map(({ mensaje }) => (
        <span key={mensaje} class="detalle alerta">
          {mensaje}
        </span>
      ))}
    </>,
  ];
}
