// Where a client sees whether a payment is registered: no account, no session, and no script of the panel.

import '../estilos/colores.css';
import './recibo.css';
import { render } from 'preact';
import { ReciboPage } from './page';

const root = document.getElementById('raiz');
if (root) render(<ReciboPage />, root);
