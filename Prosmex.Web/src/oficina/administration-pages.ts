import { CORTES, can, isAdmin } from '../ui/links';
import { DeleteBonoPage, EditBonoPage, NewBonoPage } from './bonos/forms';
import { BonosPage } from './bonos/list';
import type { OfficePages } from './pages';

export const ADMINISTRATION: OfficePages = {
  bonos: {
    component: BonosPage,
    allowed: () => can(CORTES),
    entry: { title: 'Bonos', note: 'Cuánto gana el titular por lo que cobró en la semana.' },
  },
  'bonos/nuevo': { component: NewBonoPage, allowed: isAdmin },
  'bonos/:id/editar': { component: EditBonoPage, allowed: isAdmin },
  'bonos/:id/eliminar': { component: DeleteBonoPage, allowed: isAdmin },
};
