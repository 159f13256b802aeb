// Which screen is shown is in the address, so that the phone's back button works.

import { computed, signal } from '@preact/signals';

const hash = signal(location.hash);
addEventListener('hashchange', () => {
  hash.value = location.hash;
  scrollTo(0, 0);
});

export type Section = 'ruta' | 'grupo' | 'envios' | 'efectivo' | 'telefono' | 'entrar' | 'recibo';
const SECTIONS: readonly Section[] = ['ruta', 'grupo', 'envios', 'efectivo', 'telefono', 'entrar', 'recibo'];

export interface Route {
  section: Section;
  id: string;
}

export const route = computed<Route>(() => {
  const [name = '', id = ''] = hash.value.replace(/^#\/?/, '').split('/');
  return { section: SECTIONS.find((section) => section === name) ?? 'ruta', id };
});

export const hrefOf = (section: Section, id: string | number = ''): string => `#/${section}${id === '' ? '' : `/${id}`}`;

export const goTo = (section: Section, id: string | number = ''): void => {
  location.hash = hrefOf(section, id);
};
