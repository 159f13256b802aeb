import { useState } from 'preact/hooks';
import { lazy, Route, Router, useLocation } from 'preact-iso';
import { ChangePassword } from './acceso/change-password';
import { type CurrentUser, mustChangePassword, signOut } from './api/session';
import { BuscarPage } from './buscar/page';
import { SearchBox } from './buscar/search-box';
import { ClientePage } from './clientes/page';
import { href, PANEL, positive } from './common/query';
import { ComparacionPage } from './comparacion/page';
import { GrupoPage } from './grupos/page';
import icon from './icono.svg';
import { InicioPage } from './inicio/page';
import { CarteraPage } from './listas/cartera';
import { FaltasPage } from './listas/faltas';
import { PorCobrarPage } from './listas/por-cobrar';
import { SolicitudesCounter } from './oficina/solicitudes/counter';
import { CaratulaPaper } from './papeles/caratula';
import { EstadoDeCuentaPaper } from './papeles/estado-de-cuenta';
import { HojaPaper } from './papeles/hoja';
import { PlanPaper } from './papeles/plan';
import { ReciboPaper } from './papeles/recibo';
import { PrestamoPage } from './prestamos/page';
import { DownloadError, downloadError } from './ui/downloads';
import { canSeeClientes } from './ui/links';
import { Notice } from './ui/notice';
import { NoSuchPage, PageNotLoaded } from './ui/states';

const Office = lazy(() => import('./oficina/office').catch(() => ({ default: PageNotLoaded })));

const SECTIONS = {
  '': InicioPage,
  cartera: CarteraPage,
  faltas: FaltasPage,
  'por-cobrar': PorCobrarPage,
  comparacion: ComparacionPage,
  buscar: BuscarPage,
};

/** Of one client, loan or group, by its number. A page of another number is another page. */
const FICHAS = Object.entries({
  clientes: ClientePage,
  prestamos: PrestamoPage,
  grupos: GrupoPage,
  'estado-de-cuenta': EstadoDeCuentaPaper,
  plan: PlanPaper,
  caratula: CaratulaPaper,
  hoja: HojaPaper,
  recibo: ReciboPaper,
}).map(([path, Ficha]) => ({
  path: `${PANEL}/${path}/:id`,
  component: ({ id }: { id?: string }) => {
    const n = positive(id);
    return n ? <Ficha key={n} id={n} /> : <NoSuchPage />;
  },
}));

const MENU = [
  ['', 'Semana'],
  ['cartera', 'Cartera'],
  ['por-cobrar', 'Sin cobrar'],
  ['comparacion', 'Comparación'],
  ['oficina', 'Oficina'],
] as const;

/** What every page has around it: who is signed in, where to go. */
export function Shell({ user }: { user: CurrentUser }) {
  const [isChanging, setChanging] = useState(false);
  const { path } = useLocation();
  return (
    <div id="aplicacion">
      <a class="saltar" id="saltar" href="#contenido">
        Saltar al contenido
      </a>
      <header class="banda">
        <a class="marca" href={href('')}>
          <img src={icon} alt="" width={28} height={28} /> Prosmex
        </a>
        <nav class="menu" aria-label="Páginas">
          {MENU.map(([to, text]) => (
            <a key={to} href={href(to)} aria-current={path === href(to) ? 'page' : undefined}>
              {text}
            </a>
          ))}
        </nav>
        {canSeeClientes() && <SearchBox />}
        <p class="quien">
          <span id="quien-nombre">{user.nombre}</span> <span class="rol">{user.rol}</span> <SolicitudesCounter />
        </p>
        <div class="acciones">
          <button id="abrir-contrasena" type="button" onClick={() => setChanging(true)}>
            <span class="si-cabe">Cambiar</span> contraseña
          </button>
          <button
            id="salir"
            type="button"
            onClick={async () => {
              await signOut();
              // Nothing of what was read stays in the page.
              location.reload();
            }}
          >
            Salir
          </button>
        </div>
      </header>
      <main id="contenido" tabIndex={-1}>
        {mustChangePassword.value && (
          <p id="debe-cambiar" class="aviso">
            <span>Su contraseña es provisional: otra persona se la asignó. Cámbiela por una que solo usted sepa.</span>
            <button type="button" onClick={() => setChanging(true)}>
              Cambiarla ahora
            </button>
          </p>
        )}
        <DownloadError />
        <Notice />
        <Router
          onRouteChange={() => {
            downloadError.value = null;
          }}
        >
          {Object.entries(SECTIONS).map(([path, component]) => (
            <Route key={path} path={path ? `${PANEL}/${path}` : PANEL} component={component} />
          ))}
          {FICHAS.map(({ path, component }) => (
            <Route key={path} path={path} component={component} />
          ))}
          <Route path={`${PANEL}/oficina/:section?/:id?/:part?/:action?`} component={Office} />
          <Route default component={NoSuchPage} />
        </Router>
      </main>
      {isChanging && <ChangePassword user={user.usuario} onClose={() => setChanging(false)} />}
    </div>
  );
}
