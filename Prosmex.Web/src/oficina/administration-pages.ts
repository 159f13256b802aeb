import { CORTES, CREAR_PRESTAMO, can, isAdmin, REPORTES_DE_RUTAS, REPORTES_GENERALES } from '../ui/links';
import { BitacoraPage } from './bitacora/page';
import { DeleteBonoPage, EditBonoPage, NewBonoPage } from './bonos/forms';
import { BonosPage } from './bonos/list';
import type { OfficePages } from './pages';
import { EditProductoPage, NewProductoPage } from './productos/forms';
import { ProductosPage } from './productos/list';
import { DiscardSenalPage, RestoreSenalPage } from './senales/forms';
import { SenalesPage } from './senales/list';

const canSeeSigns = () => can(REPORTES_DE_RUTAS, REPORTES_GENERALES);

export const ADMINISTRATION: OfficePages = {
  productos: {
    component: ProductosPage,
    allowed: () => can(CREAR_PRESTAMO) || isAdmin(),
    entry: { title: 'Tipos de préstamo', note: 'Semanas, interés y pago de lo que se presta, y los límites.' },
  },
  'productos/nuevo': { component: NewProductoPage, allowed: isAdmin },
  'productos/:id/editar': { component: EditProductoPage, allowed: isAdmin },
  bonos: {
    component: BonosPage,
    allowed: () => can(CORTES),
    entry: { title: 'Bonos', note: 'Cuánto gana el titular por lo que cobró en la semana.' },
  },
  'bonos/nuevo': { component: NewBonoPage, allowed: isAdmin },
  'bonos/:id/editar': { component: EditBonoPage, allowed: isAdmin },
  'bonos/:id/eliminar': { component: DeleteBonoPage, allowed: isAdmin },
  senales: {
    component: SenalesPage,
    allowed: canSeeSigns,
    entry: { title: 'Señales', note: 'Posibles clientes inventados y dinero que alguien se queda.' },
  },
  'senales/descartar': { component: DiscardSenalPage, allowed: canSeeSigns },
  'senales/recuperar': { component: RestoreSenalPage, allowed: canSeeSigns },
  bitacora: {
    component: BitacoraPage,
    allowed: () => can(REPORTES_GENERALES),
    entry: { title: 'Bitácora', note: 'Quién cambió qué y cuándo, con lo de antes y lo de después.' },
  },
};
