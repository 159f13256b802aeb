import type { OfficePages } from './pages';

export const MONEY: OfficePages = {};
