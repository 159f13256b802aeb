import { CORTES, CREAR_PRESTAMO, can, isAdmin, REPORTES_DE_RUTAS, REPORTES_GENERALES } from '../ui/links';
import { BitacoraPage } from './bitacora/page';
import { DeleteBonoPage, EditBonoPage, NewBonoPage } from './bonos/forms';
import { BonosPage } from './bonos/list';
import type { OfficePages } from './pages';
import { EditProductoPage, NewProductoPage } from './productos/forms';
import { EditLimitPage } from './productos/limit-form';
import { ProductosPage } from './productos/list';
import { DiscardSenalPage, RestoreSenalPage } from './senales/forms';
import { SenalesPage } from './senales/list';
import { SolicitudesPage } from './solicitudes/list';
import { ApprovePage, RejectPage, SolicitudPage, WithdrawPage } from './solicitudes/one';
import { EditRulePage, RulesPage } from './solicitudes/rules';

const canSeeSigns = () => can(REPORTES_DE_RUTAS, REPORTES_GENERALES);

export const ADMINISTRATION: OfficePages = {
  productos: {
    component: ProductosPage,
    allowed: () => can(CREAR_PRESTAMO) || isAdmin(),
    entry: { title: 'Tipos de préstamo', note: 'Semanas, interés y pago de lo que se presta, y los límites.' },
  },
  'productos/limites/cambiar': { component: EditLimitPage, allowed: isAdmin },
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
  solicitudes: {
    component: SolicitudesPage,
    allowed: () => true,
    entry: { title: 'Solicitudes', note: 'Lo que espera la aprobación de otra persona, y qué la necesita.' },
  },
  'solicitudes/:id': { component: SolicitudPage, allowed: () => true },
  'solicitudes/:id/aprobar': { component: ApprovePage, allowed: () => true },
  'solicitudes/:id/rechazar': { component: RejectPage, allowed: () => true },
  'solicitudes/:id/retirar': { component: WithdrawPage, allowed: () => true },
  'solicitudes/reglas': { component: RulesPage, allowed: () => true },
  'solicitudes/reglas/cambiar': { component: EditRulePage, allowed: isAdmin },
  bitacora: {
    component: BitacoraPage,
    allowed: () => can(REPORTES_GENERALES),
    entry: { title: 'Bitácora', note: 'Quién cambió qué y cuándo, con lo de antes y lo de después.' },
  },
};
