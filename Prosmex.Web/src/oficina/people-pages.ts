// People, routes, groups, clients and loans: the pages of the office that are about whom and what the lender has.

import {
  ALTA_DE_CLIENTE,
  BAJA_DE_USUARIO,
  CREAR_PRESTAMO,
  CREAR_USUARIO,
  can,
  canAssign,
  canEditGrupo,
  canSeeClientes,
  canSeeGrupos,
  canSeeRutas,
  EDITAR_INFORMACION,
  ELIMINAR_CREDITO,
  isAdmin,
  REPORTES_GENERALES,
} from '../ui/links';
import { ExpedientePage } from './clientes/expediente';
import { DeleteExpedientePage, EditExpedientePage } from './clientes/expediente-forms';
import { DeleteClientePage, EditClientePage, NewClientePage } from './clientes/forms';
import { MoveClientePage } from './clientes/move';
import { AssignGruposPage } from './grupos/assign';
import { DeleteGrupoPage, EditGrupoPage, NewGrupoPage } from './grupos/forms';
import { GruposPage } from './grupos/list';
import type { OfficePages } from './pages';
import { DecidePage } from './parecidos/decide';
import { ParecidosPage } from './parecidos/list';
import { DeactivatePage, EndSessionsPage, ReactivatePage, ResetPasswordPage } from './personas/actions';
import { PersonaPage } from './personas/ficha';
import { EditPersonaPage, NewPersonaPage } from './personas/forms';
import { PersonasPage } from './personas/list';
import { PermisosPage } from './personas/permisos';
import { DeletePrestamoPage, EditPrestamoPage } from './prestamos/edit';
import { NewPrestamoPage } from './prestamos/new';
import { QuotePage } from './prestamos/quote';
import { DeleteRutaPage, EditRutaPage, NewRutaPage } from './rutas/forms';
import { RutasPage } from './rutas/list';
import { DiscardPage, EndPhonePage } from './telefonos/forms';
import { TelefonosPage } from './telefonos/list';

const canSeePersonas = () => can(BAJA_DE_USUARIO);
const canEditPersonas = () => can(BAJA_DE_USUARIO) && can(EDITAR_INFORMACION) && can(CREAR_USUARIO);
const canSecurePersonas = () => can(BAJA_DE_USUARIO) && can(CREAR_USUARIO);
const canSeeTelefonos = () => can(CREAR_USUARIO);
const canEdit = () => can(EDITAR_INFORMACION);
const canGrant = () => can(CREAR_PRESTAMO);

export const PEOPLE: OfficePages = {
  personas: {
    component: PersonasPage,
    allowed: canSeePersonas,
    entry: { title: 'Personas', note: 'Quién entra al sistema, con qué rol, qué tiene a su cargo y cuánto efectivo trae.' },
  },
  'personas/nueva': { component: NewPersonaPage, allowed: () => can(CREAR_USUARIO) },
  'personas/:id': { component: PersonaPage, allowed: canSeePersonas },
  'personas/:id/editar': { component: EditPersonaPage, allowed: canEditPersonas },
  'personas/:id/reactivar': { component: ReactivatePage, allowed: canEditPersonas },
  'personas/:id/baja': { component: DeactivatePage, allowed: canSeePersonas },
  'personas/:id/sesiones': { component: EndSessionsPage, allowed: canSecurePersonas },
  'personas/:id/contrasena': { component: ResetPasswordPage, allowed: canSecurePersonas },
  telefonos: {
    component: TelefonosPage,
    allowed: canSeeTelefonos,
    entry: { title: 'Teléfonos', note: 'Con cuáles se cobra, desde cuándo no se sabe de ellos y qué les falta enviar.' },
  },
  'telefonos/:id/terminar': { component: EndPhonePage, allowed: canSeeTelefonos },
  'telefonos/:id/descartar': { component: DiscardPage, allowed: canSeeTelefonos },
  permisos: {
    component: PermisosPage,
    allowed: () => can(CREAR_USUARIO),
    entry: { title: 'Permisos', note: 'Qué puede hacer cada rol.' },
  },
  rutas: {
    component: RutasPage,
    allowed: canSeeRutas,
    entry: { title: 'Rutas', note: 'Su gerente, su supervisor y cuántos grupos tienen.' },
  },
  'rutas/nueva': { component: NewRutaPage, allowed: isAdmin },
  'rutas/:id/editar': { component: EditRutaPage, allowed: isAdmin },
  'rutas/:id/eliminar': { component: DeleteRutaPage, allowed: isAdmin },
  grupos: {
    component: GruposPage,
    allowed: canSeeGrupos,
    entry: { title: 'Grupos', note: 'Su ruta, su titular y su gestor. Se pueden asignar varios a la vez.' },
  },
  'grupos/nuevo': { component: NewGrupoPage, allowed: isAdmin },
  'grupos/asignar': { component: AssignGruposPage, allowed: canAssign },
  'grupos/:id/editar': { component: EditGrupoPage, allowed: canEditGrupo },
  'grupos/:id/eliminar': { component: DeleteGrupoPage, allowed: isAdmin },
  'clientes/nuevo': {
    component: NewClientePage,
    allowed: () => can(ALTA_DE_CLIENTE),
    entry: { title: 'Registrar un cliente', note: 'En uno de sus grupos. Los demás cambios están en la página de cada cliente.' },
  },
  'clientes/:id/editar': { component: EditClientePage, allowed: canEdit },
  'clientes/:id/grupo': { component: MoveClientePage, allowed: canEdit },
  'clientes/:id/eliminar': { component: DeleteClientePage, allowed: isAdmin },
  'clientes/:id/expediente': { component: ExpedientePage, allowed: canSeeClientes },
  'clientes/:id/expediente/editar': { component: EditExpedientePage, allowed: canEdit },
  'clientes/:id/expediente/borrar': { component: DeleteExpedientePage, allowed: isAdmin },
  parecidos: {
    component: ParecidosPage,
    allowed: () => can(REPORTES_GENERALES) || canEdit(),
    entry: { title: 'Clientes parecidos', note: 'Quiénes pueden ser la misma persona, y lo que se decidió de cada pareja.' },
  },
  'parecidos/:id': { component: DecidePage, allowed: canEdit },
  'prestamos/cotizar': {
    component: QuotePage,
    allowed: canGrant,
    entry: { title: 'Cotizar un préstamo', note: 'Cuánto se paga, cuándo, y el CAT, antes de darlo.' },
  },
  'prestamos/nuevo': { component: NewPrestamoPage, allowed: canGrant },
  'prestamos/:id/editar': { component: EditPrestamoPage, allowed: canEdit },
  'prestamos/:id/eliminar': { component: DeletePrestamoPage, allowed: () => can(ELIMINAR_CREDITO) },
};
