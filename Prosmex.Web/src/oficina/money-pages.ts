import { isAdmin } from '../ui/links';
import { ClosePage } from './cierres/close-form';
import { CuadrePage } from './cierres/cuadre-page';
import { CierresPage } from './cierres/page';
import type { OfficePages } from './pages';

export const MONEY: OfficePages = {
  cierres: {
    component: CierresPage,
    allowed: isAdmin,
    entry: { title: 'Cierres de semana', note: 'Qué hizo cada cierre, y cerrar a mano una semana terminada.' },
  },
  'cierres/cerrar': { component: ClosePage, allowed: isAdmin },
  cuadre: {
    component: CuadrePage,
    allowed: isAdmin,
    entry: { title: 'Cuadre', note: 'Si lo guardado coincide con los pagos, las hojas y los cortes.' },
  },
};
