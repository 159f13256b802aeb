import { CORTES, can, canCollect, EDITAR_INFORMACION, isAdmin, PAGOS_DE_GRUPO, PAGOS_DE_PRESTAMOS, REPORTES_GENERALES } from '../ui/links';
import { AtrasadosPage } from './atrasados/list';
import { VisitPage } from './atrasados/visit';
import { CashPage } from './caja/cash';
import { CorrectCortePage, DeleteCortePage } from './caja/corte-changes';
import { CortesPage } from './caja/cortes';
import { NewCortePage } from './caja/new-corte';
import { ClosePage } from './cierres/close-form';
import { CuadrePage } from './cierres/cuadre-page';
import { CierresPage } from './cierres/page';
import type { OfficePages } from './pages';
import { CancelPagoPage, CorrectPagoPage } from './pagos/forms';
import { PagosPage } from './pagos/list';
import { ApplyPage, ReturnPage, WriteOffPage } from './por-aclarar/forms';
import { PorAclararPage } from './por-aclarar/list';
import { DineroPage } from './por-aclarar/one';
import { NewSemanaPage, RemoveSemanaPage } from './semanas/forms';
import { SemanasPage } from './semanas/list';

const canEdit = () => can(EDITAR_INFORMACION);
const canCut = () => can(CORTES);
const canSeeWaiting = () => can(PAGOS_DE_GRUPO);

export const MONEY: OfficePages = {
  atrasados: {
    component: AtrasadosPage,
    allowed: () => true,
    entry: { title: 'Atrasados', note: 'Desde cuándo deben, qué prometieron, si cumplieron y qué sigue.' },
  },
  'prestamos/:id/visita': { component: VisitPage, allowed: canCollect },
  'por-aclarar': {
    component: PorAclararPage,
    allowed: canSeeWaiting,
    entry: { title: 'Dinero por aclarar', note: 'Lo que se cobró y no se pudo aplicar: desde cuándo, por qué y de quién.' },
  },
  'por-aclarar/:id': { component: DineroPage, allowed: canSeeWaiting },
  'por-aclarar/:id/aplicar': { component: ApplyPage, allowed: canEdit },
  'por-aclarar/:id/devolver': { component: ReturnPage, allowed: canEdit },
  'por-aclarar/:id/baja': { component: WriteOffPage, allowed: canEdit },
  caja: {
    component: CashPage,
    allowed: () => can(CORTES, REPORTES_GENERALES),
    entry: { title: 'Caja', note: 'Quién tiene efectivo por entregar, y hacer su corte.' },
  },
  cortes: {
    component: CortesPage,
    allowed: canCut,
    entry: { title: 'Cortes de caja', note: 'Los anteriores, sus gastos y diferencias, y sus correcciones.' },
  },
  'cortes/nuevo': { component: NewCortePage, allowed: canCut },
  'cortes/:id/corregir': { component: CorrectCortePage, allowed: canEdit },
  'cortes/:id/eliminar': { component: DeleteCortePage, allowed: canEdit },
  pagos: {
    component: PagosPage,
    allowed: () => can(PAGOS_DE_PRESTAMOS),
    entry: { title: 'Pagos', note: 'Encontrar un pago, corregirlo o cancelarlo.' },
  },
  'pagos/:id/corregir': { component: CorrectPagoPage, allowed: canEdit },
  'pagos/:id/cancelar': { component: CancelPagoPage, allowed: canEdit },
  cierres: {
    component: CierresPage,
    allowed: isAdmin,
    entry: { title: 'Cierres de semana', note: 'Qué hizo cada cierre, y cerrar a mano una semana terminada.' },
  },
  'cierres/cerrar': { component: ClosePage, allowed: isAdmin },
  'semanas-sin-cobranza': {
    component: SemanasPage,
    allowed: isAdmin,
    entry: { title: 'Semanas sin cobranza', note: 'Declarar una semana sin cobranza, como la de Navidad: no hay faltas en ella.' },
  },
  'semanas-sin-cobranza/nueva': { component: NewSemanaPage, allowed: isAdmin },
  'semanas-sin-cobranza/:id/quitar': { component: RemoveSemanaPage, allowed: isAdmin },
  cuadre: {
    component: CuadrePage,
    allowed: isAdmin,
    entry: { title: 'Cuadre', note: 'Si lo guardado coincide con los pagos, las hojas y los cortes.' },
  },
};
