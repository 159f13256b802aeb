import type { ComponentChildren } from 'preact';
import { integer, money, percent } from '../common/numbers';
import { listHref } from '../listas/filters';
import { Bar } from '../ui/charts';
import { canAssign, isAdmin } from '../ui/links';
import { Empty } from '../ui/section';
import { collectedShare, figuresOf, hasJustBegun, type View, type WeekData } from './data';

export function Totales(view: View) {
  return (
    <section id="totales" aria-labelledby="totales-h">
      <h2 id="totales-h" class="oculto">
        Totales
      </h2>
      <div class="cuerpo">{hasJustBegun(view) ? <FirstSteps grupos={view.data.grupos} /> : <Figures {...view} />}</div>
    </section>
  );
}

function FirstSteps({ grupos }: { grupos: WeekData['grupos'] }) {
  const assign = canAssign()
    ? 'Asigne un titular a cada grupo en «Oficina», «Grupos». Si falta gente, cree antes su cuenta en «Personas».'
    : 'Pida a quien administra el sistema que asigne un titular a cada grupo.';
  const steps =
    grupos.total_items === 0
      ? [
          isAdmin()
            ? 'Cree la primera ruta y su primer grupo en «Oficina», «Rutas» y «Grupos».'
            : 'Pida a quien administra el sistema que le asigne grupos.',
        ]
      : [
          ...(grupos.cobranza.some((g) => g.titular_id === null) ? [assign] : []),
          'Registre a los clientes de cada grupo en «Oficina», «Registrar un cliente».',
          'Dé el primer préstamo desde la página del cliente. Al actualizar esta página verá aquí lo que toca cobrar.',
        ];
  return (
    <div class="tarjeta" id="primeros-pasos">
      <h3>Todavía no hay préstamos</h3>
      {steps.length === 1 ? (
        <p>{steps[0]}</p>
      ) : (
        <>
          <p>Para empezar:</p>
          <ol>
            {steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </>
      )}
    </div>
  );
}

function Figures({ data, filters }: View) {
  const week = figuresOf(data, filters.ruta);
  if (!week) return <Empty>Esa ruta no está entre las suyas.</Empty>;
  const { semana, ruta } = filters;
  const before = data.tendencia.at(-2);
  const isRunning = filters.semana === data.running;
  return (
    <dl class="fichas">
      <Figure name="ideal" title="Cobranza ideal" value={money(week.cobranza_ideal)} before={before && money(before.cobranza_ideal)} />
      <Figure name="real" title="Cobranza real" value={money(week.cobranza_real)} before={before && money(before.cobranza_real)}>
        <Bar part={week.cobranza_real} whole={week.cobranza_ideal} maximum={Math.max(week.cobranza_ideal, week.cobranza_real)} />
        {`${percent(collectedShare(week))} de la ideal`}
      </Figure>
      <Figure
        name="morosidad"
        title="Morosidad de la semana"
        value={percent(week.morosidad_porcentaje)}
        before={before && percent(before.morosidad_porcentaje)}
      >
        {`Ideal menos real: ${money(week.morosidad_monto)}${isRunning ? ', si la semana cerrara ahora' : ''}`}
      </Figure>
      <Figure name="faltas" title="Faltas" value={integer(week.faltas)} before={before && integer(before.faltas)}>
        {week.faltas > 0 && (
          <a class="no-se-imprime" href={listHref('faltas', { semana, ruta })}>
            Ver quiénes
          </a>
        )}
        {isRunning && ' si la semana cerrara ahora'}
      </Figure>
      <Figure name="bono" title="Bonos" value={money(week.bono)} before={before && money(before.bono)} />
      <Figure
        name="activos"
        title="Préstamos activos"
        value={integer(week.prestamos_activos)}
        before={before && integer(before.prestamos_activos)}
      >
        <a class="no-se-imprime" href={listHref('cartera', { semana, ruta })}>
          Ver quiénes
        </a>
        {', '}
        <a href={listHref('por-cobrar', { semana, ruta })}>{`${integer(week.por_cobrar)} sin cobrar`}</a>
      </Figure>
    </dl>
  );
}

interface FigureProps {
  name: string;
  title: string;
  value: string;
  before: string | undefined;
  children?: ComponentChildren;
}

const Figure = ({ name, title, value, before, children }: FigureProps) => (
  <div class="ficha" data-ficha={name}>
    <dt>{title}</dt>
    <dd class="cifra">{value}</dd>
    {children && <dd class="nota">{children}</dd>}
    {before !== undefined && <dd class="previo">{`Semana anterior: ${before}`}</dd>}
  </div>
);
