import type { Answer } from '../api/contract';
import { dayWithYear, instantInWords, weekInWords } from '../common/days';
import { integer, money, plural } from '../common/numbers';
import { href } from '../common/query';
import { useAnswers } from '../common/use-answers';
import { visitHref } from '../oficina/atrasados/words';
import { Parecidos } from '../oficina/parecidos/of-cliente';
import { Facts } from '../ui/facts';
import {
  ClienteLink,
  CREAR_PRESTAMO,
  can,
  canCollect,
  canSeeClientes,
  canSeeStatements,
  EDITAR_INFORMACION,
  GrupoLink,
  isAdmin,
  PrestamoLink,
} from '../ui/links';
import { clienteColumn } from '../ui/loan-columns';
import { Page } from '../ui/page';
import { Empty, Section } from '../ui/section';
import { isOpen, StatusTag } from '../ui/status';
import { Table } from '../ui/table';
import { Telefono } from '../ui/telefono';
import { fullName, maritalInWords, propertyInWords, visitInWords } from './words';

type Ficha = Answer<'/clientes/{id}/ficha'>;

/** What is known of a client: loans, guarantees given and received, faltas and visits. */
export function ClientePage({ id }: { id: number }) {
  const answers = useAnswers(id, String(id), (ask) => ask('/clientes/{id}/ficha', {}, id));
  const ficha = answers.shown?.data;
  return (
    <Page
      title={ficha ? fullName(ficha.cliente) : `Cliente núm. ${id}`}
      over={`Cliente núm. ${id}`}
      answers={answers}
      wanted={id}
      actions={
        <>
          {canSeeStatements() && (
            <a class="boton" href={href(`estado-de-cuenta/${id}`)}>
              Estado de cuenta
            </a>
          )}
          {canSeeClientes() && (
            <a class="boton" href={href(`oficina/clientes/${id}/expediente`)}>
              Expediente
            </a>
          )}
          {ficha && <Changes id={id} {...ficha} />}
        </>
      }
    >
      {(data) => (
        <>
          <Known {...data} />
          <Parecidos id={id} />
          <Prestamos {...data} />
          <AvalaA {...data} />
          <div class="pareja">
            <Faltas {...data} />
            <Visitas {...data} />
          </div>
        </>
      )}
    </Page>
  );
}

const Changes = ({ id, prestamos }: { id: number } & Ficha) => (
  <>
    {can(CREAR_PRESTAMO) && (
      <a class="boton" href={href('oficina/prestamos/nuevo', { cliente: id })}>
        {prestamos.some((p) => isOpen(p.status)) ? 'Renovar el préstamo' : 'Dar un préstamo'}
      </a>
    )}
    {canCollect() &&
      prestamos
        .filter((p) => isOpen(p.status))
        .map((p) => (
          <a key={p.id} class="boton" href={visitHref(p.id)}>
            Anotar visita
          </a>
        ))}
    {can(EDITAR_INFORMACION) && (
      <>
        <a class="boton" href={href(`oficina/clientes/${id}/editar`)}>
          Cambiar los datos
        </a>
        <a class="boton" href={href(`oficina/clientes/${id}/grupo`)}>
          Pasar a otro grupo
        </a>
      </>
    )}
    {isAdmin() && prestamos.length === 0 && (
      <a class="boton" href={href(`oficina/clientes/${id}/eliminar`)}>
        Eliminar
      </a>
    )}
  </>
);

const Known = ({ cliente, telefono, grupo, ruta, titular, gestor, total_restante }: Ficha) => (
  <Section id="cliente" title="Datos">
    <Facts
      facts={[
        ['Por pagar', <strong key="r">{money(total_restante)}</strong>],
        ['Teléfono', telefono && <Telefono key="t" telefono={telefono} name={fullName(cliente)} />],
        ['Grupo', <GrupoLink key="g" id={grupo.id} name={grupo.nombre} />],
        ['Ruta', ruta.nombre],
        ['Titular', titular || 'Sin asignar'],
        ['Gestor', gestor || 'Sin asignar'],
        ['Clave INE', cliente.codigo_ine],
        ['Domicilio', `${cliente.colonia}, C.P. ${cliente.cp}`],
        ['Vivienda', propertyInWords(cliente.propiedad)],
        ['Estado civil', maritalInWords(cliente.estado_civil)],
        ['Hijos', integer(cliente.num_hijos)],
        ['Puede ser aval', cliente.es_aval ? 'Sí' : 'No'],
      ]}
    />
  </Section>
);

const Prestamos = ({ prestamos }: Ficha) => (
  <Section id="prestamos" title="Préstamos">
    {prestamos.length === 0 ? (
      <Empty>Todavía no ha tenido préstamos.</Empty>
    ) : (
      <Table
        title="Préstamos, del más nuevo al más viejo"
        rows={prestamos}
        rowKey={(p) => p.id}
        columns={[
          {
            title: 'Préstamo',
            isHeading: true,
            cell: (p) => (
              <>
                <PrestamoLink id={p.id} />
                <span class="detalle">{`${p.tipo}, desde el ${dayWithYear(p.fecha_inicio)}${p.renovacion ? ', renovación' : ''}`}</span>
              </>
            ),
          },
          { title: 'Estado', cell: (p) => <StatusTag status={p.status} daysLate={p.dias_de_atraso} /> },
          {
            title: 'Aval',
            class: 'persona',
            cell: (p) => (p.aval ? <ClienteLink id={p.aval.id} name={p.aval.nombre} /> : <span class="nadie">Sin aval</span>),
          },
          { title: 'Prestado', isNumber: true, cell: (p) => money(p.monto_prestamo) },
          { title: 'Total a pagar', isNumber: true, cell: (p) => money(p.monto_utilidad) },
          { title: 'Pagado', isNumber: true, cell: (p) => money(p.pagado) },
          { title: 'Por pagar', isNumber: true, cell: (p) => money(p.restante) },
          { title: 'Atrasado', isNumber: true, cell: (p) => money(p.atrasado) },
          { title: 'Semanas', isNumber: true, cell: (p) => `${p.semana_activa} de ${p.numero_semanas}` },
          { title: 'Faltas', isNumber: true, cell: (p) => integer(p.faltas) },
        ]}
      />
    )}
  </Section>
);

const AvalaA = ({ avala_a, avala_a_otros }: Ficha) => (
  <Section id="avala-a" title="Es aval de">
    {avala_a.length === 0 ? (
      <Empty>No es aval de ningún préstamo abierto de sus grupos.</Empty>
    ) : (
      <Table
        title="Préstamos abiertos de los que es aval"
        rows={avala_a}
        rowKey={(p) => p.prestamo_id}
        columns={[
          clienteColumn(),
          { title: 'Grupo', cell: (p) => p.grupo },
          {
            title: 'Atraso',
            isNumber: true,
            cell: (p) => (p.dias_de_atraso > 0 ? plural(p.dias_de_atraso, 'día', 'días') : 'Al corriente'),
          },
          { title: 'Por pagar', isNumber: true, cell: (p) => money(p.restante) },
        ]}
      />
    )}
    {avala_a_otros > 0 && (
      <p class="nota">{`Además es aval de ${plural(avala_a_otros, 'préstamo', 'préstamos')} de grupos que no están a su cargo.`}</p>
    )}
  </Section>
);

const Faltas = ({ faltas }: Ficha) => (
  <Section id="faltas" title="Últimas faltas">
    {faltas.length === 0 ? (
      <Empty>No tiene faltas.</Empty>
    ) : (
      <Table
        title="Las últimas veinte faltas"
        rows={faltas}
        rowKey={(f) => `${f.prestamo_id}/${f.semana}`}
        asCards={false}
        columns={[
          { title: 'Semana', isHeading: true, cell: (f) => weekInWords(f.semana) },
          { title: 'Préstamo', cell: (f) => <PrestamoLink id={f.prestamo_id} /> },
          { title: 'Abonó', isNumber: true, cell: (f) => money(f.abonado) },
        ]}
      />
    )}
  </Section>
);

const Visitas = ({ visitas }: Ficha) => (
  <Section id="visitas" title="Últimas visitas">
    {visitas.length === 0 ? (
      <Empty>Nadie ha registrado un pago ni una visita.</Empty>
    ) : (
      <Table
        title="Los últimos veinte pagos y visitas"
        rows={visitas}
        rowKey={(v) => v.pago_id ?? `${v.prestamo_id}/${v.fecha_pago}`}
        asCards={false}
        columns={[
          { title: 'Día y hora', isHeading: true, cell: (v) => instantInWords(v.fecha_pago) },
          {
            title: 'Pagó',
            isNumber: true,
            cell: (v) => (
              <>
                {visitInWords(v)}
                {v.nota && <span class="detalle">{`«${v.nota}»`}</span>}
              </>
            ),
          },
          { title: 'Préstamo', cell: (v) => <PrestamoLink id={v.prestamo_id} /> },
          { title: 'Registró', class: 'persona', cell: (v) => v.registrado_por },
        ]}
      />
    )}
  </Section>
);
