import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import icon from '../icono.svg';
import { failure } from './actions';
import { hrefOf, route, type Section } from './route';
import { Avisos, Senal } from './screens/avisos';
import { Efectivo } from './screens/efectivo';
import { Entrar } from './screens/entrar';
import { Envios } from './screens/envios';
import { Grupo } from './screens/grupo';
import { Recibo } from './screens/recibo';
import { Ruta } from './screens/ruta';
import { Telefono } from './screens/telefono';
import { phase, problem, unansweredCount, view } from './state';

const TITLES: Record<Section, string> = {
  ruta: 'Ruta',
  grupo: 'Clientes',
  envios: 'Envíos',
  efectivo: 'Efectivo',
  telefono: 'Este teléfono',
  entrar: 'Entrar',
  recibo: 'Recibo',
};

const TABS: readonly (readonly [Section, string])[] = [
  ['ruta', 'Ruta'],
  ['envios', 'Envíos'],
  ['efectivo', 'Efectivo'],
  ['telefono', 'Teléfono'],
];

export function App() {
  const { section, id } = route.value;
  const isOpen = view.value?.isOpen === true;
  useEffect(() => {
    document.title = `${isOpen ? TITLES[section] : 'Entrar'} · Cobro`;
  }, [section, isOpen]);

  if (phase.value === 'starting') return null;
  if (phase.value === 'unusable') return <Alone text={problem.value} />;
  if (phase.value === 'outdated')
    return <Alone text="Esta página se abrió en otra pestaña con una versión más nueva. Ciérrela y use la otra." />;
  if (phase.value === 'closed') {
    return (
      <Alone text="El teléfono ya no deja guardar: casi siempre es porque no queda espacio. Lo que decía «Guardado aquí» sigue en este teléfono. Libere espacio y abra la página otra vez.">
        {failure.value && <p class="aviso">{failure.value}</p>}
        <button id="reabrir" type="button" class="principal" onClick={() => location.reload()}>
          Abrir otra vez
        </button>
      </Alone>
    );
  }
  if (!isOpen || section === 'entrar') {
    return (
      <>
        <Avisos />
        <Entrar />
      </>
    );
  }
  return (
    <>
      <header class="cabecera">
        <a class="marca" href={hrefOf('ruta')}>
          <img src={icon} alt="" width={28} height={28} />
          <span>Cobro</span>
        </a>
        <Senal />
      </header>
      <Avisos />
      <Screen section={section} id={id} />
      <nav class="pie" aria-label="Secciones">
        {TABS.map(([to, text]) => (
          <a key={to} href={hrefOf(to)} aria-current={isWithin(section, to) ? 'page' : undefined}>
            {text}
            {to === 'envios' && unansweredCount.value > 0 && <span class="cuantos">{unansweredCount.value}</span>}
          </a>
        ))}
      </nav>
    </>
  );
}

const isWithin = (section: Section, tab: Section): boolean =>
  section === tab || (tab === 'ruta' && (section === 'grupo' || section === 'recibo'));

function Screen({ section, id }: { section: Section; id: string }) {
  switch (section) {
    case 'grupo':
      return <Grupo id={Number(id)} />;
    case 'envios':
      return <Envios />;
    case 'efectivo':
      return <Efectivo />;
    case 'telefono':
      return <Telefono />;
    case 'recibo':
      return <Recibo clave={id} />;
    default:
      return <Ruta />;
  }
}

function Alone({ text, children }: { text: string; children?: ComponentChildren }) {
  return (
    <main id="contenido" class="entrar">
      <h1>Cobro en la calle</h1>
      <p class="aviso">{text}</p>
      {children}
    </main>
  );
}
