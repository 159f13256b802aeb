import type { OfficePages } from './pages';

export const ADMINISTRATION: OfficePages = {};
