import { useLocation } from 'preact-iso';
import type { Answer } from '../../api/contract';
import { weekInWords } from '../../common/days';
import { plural } from '../../common/numbers';
import { href, positive } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { ClienteLink, PrestamoLink } from '../../ui/links';
import { Page } from '../../ui/page';
import { Pages } from '../../ui/pages';
import { Section } from '../../ui/section';
import { Table } from '../../ui/table';

type Diferencia = Answer<'/verificacion/cuadre'>['diferencias'][number];

/** What is compared, in the words of the office; the last four are stored right and want somebody's eyes. */
const CONCEPTS: Record<string, string> = {
  pagado: 'Lo pagado del préstamo',
  numero_pagos: 'El número de pagos',
  status: 'El estado del préstamo',
  fecha_cierre: 'La fecha en que se cerró el préstamo',
  falta: 'La falta de una semana',
  semana: 'Una semana sin cerrar entre las cerradas',
  envio: 'Un cobro de una hoja',
  por_aclarar: 'Dinero por aclarar que se aplicó',
  corte: 'El efectivo de un corte de caja',
  resumen: 'El resumen de un grupo en una semana cerrada',
  cifras: 'Las cifras guardadas de un grupo en una semana',
  ine_repetido: 'Clientes con la misma clave INE',
  curp_repetida: 'Clientes con la misma CURP',
  custodia_inactiva: 'Efectivo de una cuenta dada de baja',
  gastos_excedidos: 'Corte de caja con más gastos que efectivo',
};

/** Whether everything stored is what the ledger of payments says. */
export function CuadrePage() {
  const page = positive(useLocation().query.page) ?? 1;
  const answers = useAnswers(page, String(page), (ask) => ask('/verificacion/cuadre', { page, per_page: 50 }));
  return (
    <Page title="Cuadre" over="Oficina" answers={answers} wanted={page}>
      {(cuadre) => (
        <Section
          id="cuadre"
          title={cuadre.total_items === 0 ? 'Todo cuadra' : plural(cuadre.total_items, 'cosa por revisar', 'cosas por revisar')}
        >
          <p class="nota">
            {`Se recalcularon ${plural(cuadre.prestamos, 'préstamo', 'préstamos')} desde sus pagos, las cifras de las semanas cerradas, y las hojas y los cortes contra su efectivo.`}
          </p>
          {cuadre.total_items > 0 && (
            <Table
              title="Lo que hay que revisar"
              rows={cuadre.diferencias}
              rowKey={(d) => JSON.stringify(d)}
              columns={[
                { title: 'Qué', isHeading: true, cell: (d) => CONCEPTS[d.concepto] ?? d.concepto },
                { title: 'De', cell: (d) => <About {...d} /> },
                { title: 'Semana', cell: (d) => (d.semana ? weekInWords(d.semana) : '—') },
                { title: 'Guardado', cell: (d) => d.guardado ?? 'Nada' },
                { title: 'Según los movimientos', cell: (d) => d.calculado ?? '—' },
              ]}
            />
          )}
          <Pages
            of="cosas por revisar"
            page={cuadre.page}
            total={cuadre.total_pages}
            href={(to) => href('oficina/cuadre', { page: to > 1 && to })}
          />
        </Section>
      )}
    </Page>
  );
}

/** What it is about: the narrowest thing that has a page. */
function About({ prestamo_id, cliente_id, usuario_id, corte_id, por_aclarar_id }: Diferencia) {
  if (por_aclarar_id !== null)
    return <a href={href(`oficina/por-aclarar/${por_aclarar_id}`)}>{`Dinero por aclarar núm. ${por_aclarar_id}`}</a>;
  if (prestamo_id !== null) return <PrestamoLink id={prestamo_id} />;
  if (corte_id !== null) return <a href={href('oficina/cortes', { numero: corte_id })}>{`Corte núm. ${corte_id}`}</a>;
  if (usuario_id !== null) return <a href={href('oficina/cortes/nuevo', { usuario: usuario_id })}>Hacer su corte</a>;
  if (cliente_id !== null) return <ClienteLink id={cliente_id} name={`Cliente núm. ${cliente_id}`} />;
  return <>—</>;
}
