// The office: money and administration. Loaded when it is first opened, because collectors and managers rarely do.

import '../estilos/oficina.css';
import { useLocation } from 'preact-iso';
import { href, PANEL, positive } from '../common/query';
import { StaticPage } from '../ui/page';
import { NoSuchPage } from '../ui/states';
import { AREAS, findPage } from './pages';
import { PendingPassword } from './personas/pending-password';

const BASE = `${PANEL}/oficina`;

export default function Office() {
  const { path } = useLocation();
  const parts = path.slice(BASE.length).split('/').filter(Boolean);
  if (parts.length === 0) return <OfficeHome />;
  const page = findPage(parts.map((part) => (positive(part) ? ':id' : part)).join('/'));
  if (!page) return <NoSuchPage />;
  const { component: Component } = page;
  if (!page.allowed()) return <NotAllowed />;
  return (
    <>
      <PendingPassword />
      <Component key={path} id={Number(parts.find((part) => positive(part)) ?? 0)} />
    </>
  );
}

function OfficeHome() {
  const areas = AREAS.map(([title, pages]) => [title, Object.entries(pages).filter(([, page]) => page.entry && page.allowed())] as const);
  return (
    <StaticPage title="Oficina">
      {areas.every(([, pages]) => pages.length === 0) && <NotAllowed />}
      {areas
        .filter(([, pages]) => pages.length > 0)
        .map(([title, pages]) => (
          <section key={title} class="tarjeta" aria-label={title}>
            <h2>{title}</h2>
            <ul class="entradas">
              {pages.map(([path, { entry }]) => (
                <li key={path}>
                  <a href={href(`oficina/${path}`)}>{entry?.title}</a>
                  <p class="nota">{entry?.note}</p>
                </li>
              ))}
            </ul>
          </section>
        ))}
    </StaticPage>
  );
}

const NotAllowed = () => (
  <section class="tarjeta">
    <h1>Sin permiso</h1>
    <p>Su rol no tiene permiso para esto. Pídalo a quien administra el sistema.</p>
  </section>
);
