import { useState } from 'preact/hooks';
import { Route, Router } from 'preact-iso';
import { ChangePassword } from './acceso/change-password';
import { type CurrentUser, mustChangePassword, signOut } from './api/session';
import { href, PANEL } from './common/query';
import icon from './icono.svg';
import { InicioPage } from './inicio/page';
import { DownloadError, downloadError } from './ui/downloads';

const PAGES = [{ path: PANEL, title: 'Semana', component: InicioPage }] as const;

/** What every page has around it: who is signed in, where to go. */
export function Shell({ user }: { user: CurrentUser }) {
  const [isChanging, setChanging] = useState(false);
  return (
    <div id="aplicacion">
      <a class="saltar" id="saltar" href="#contenido">
        Saltar al contenido
      </a>
      <header class="banda">
        <a class="marca" href={href('')}>
          <img src={icon} alt="" width={28} height={28} /> Prosmex
        </a>
        <p class="quien">
          <span id="quien-nombre">{user.nombre}</span> <span class="rol">{user.rol}</span>
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
        <Router
          onRouteChange={() => {
            downloadError.value = null;
          }}
        >
          {PAGES.map((p) => (
            <Route key={p.path} path={p.path} component={p.component} />
          ))}
          <Route default component={NoSuchPage} />
        </Router>
      </main>
      {isChanging && <ChangePassword user={user.usuario} onClose={() => setChanging(false)} />}
    </div>
  );
}

const NoSuchPage = () => (
  <section class="tarjeta">
    <h1>No existe esta página</h1>
    <p>
      Revise la dirección o vaya a la <a href={href('')}>semana en curso</a>.
    </p>
  </section>
);
