import '../estilos/colores.css';
import './cobro.css';
import './marco.css';
import './pantallas.css';
import { render } from 'preact';
import { App } from './app';
import { askForProtection, useWorker, watchInstall } from './install';
import { phase, start } from './state';
import { keepTime } from './timetable';

const root = document.getElementById('raiz');
if (root) render(<App />, root);
watchInstall();
await start();
if (phase.value === 'ready') {
  // Each of them may be refused by the browser, and the page works all the same.
  useWorker().catch(() => undefined);
  askForProtection().catch(() => undefined);
  keepTime();
}
