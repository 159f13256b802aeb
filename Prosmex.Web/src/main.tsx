import './estilos/colores.css';
import './estilos/base.css';
import './estilos/tablas.css';
import './estilos/imprimir.css';
import './estilos/paginas.css';
import { render } from 'preact';
import { App } from './app';

const root = document.getElementById('raiz');
if (root) render(<App />, root);
