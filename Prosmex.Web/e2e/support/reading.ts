// What a page says, as data. Texts for screen readers are left out; a cell's second line stands behind a bar: "Ana Ruiz | Préstamo núm. 7".

import type { Page } from 'playwright-core';

export interface TableRead {
  title: string;
  head: string[];
  rows: string[][];
  foot: string[];
}

export interface PageRead {
  heading: string;
  /** Lists of facts: title and value. */
  facts: string[][][];
  tables: TableRead[];
  /** Notes and empty states. */
  notes: string[];
}

export const readPage = (page: Page): Promise<PageRead> =>
  page.evaluate(() => {
    const clean = (text: string) => text.replace(/\s+/g, ' ').trim();
    const read = (element: Element): string => {
      const copy = element.cloneNode(true) as Element;
      for (const hidden of copy.querySelectorAll('.oculto, svg')) hidden.remove();
      const details = [...copy.querySelectorAll('.detalle')];
      for (const detail of details) detail.remove();
      return [clean(copy.textContent ?? ''), ...details.map((d) => clean(d.textContent ?? ''))].filter(Boolean).join(' | ');
    };
    const all = (root: ParentNode, selector: string) => [...root.querySelectorAll(selector)];
    const content = document.querySelector('#contenido') ?? document.body;
    const cells = (row: Element | null) => (row ? [...row.children].map(read) : []);
    return {
      heading: read(content.querySelector('h1') ?? content),
      facts: all(content, 'dl').map((list) => all(list, 'div').map((fact) => [...fact.children].map(read).filter(Boolean))),
      tables: all(content, 'table').map((table) => ({
        title: clean(table.querySelector('caption')?.textContent ?? ''),
        head: cells(table.querySelector('thead tr')),
        rows: all(table, 'tbody tr').map(cells),
        foot: cells(table.querySelector('tfoot tr')),
      })),
      notes: all(content, '.nota:not(.sigue), .vacio')
        .filter((e) => !e.closest('dl'))
        .map(read)
        .filter(Boolean),
    };
  });

/** Of the table with a title. */
export function tableOf(read: PageRead, title: string): TableRead {
  const found = read.tables.find((t) => t.title === title);
  if (!found) throw new Error(`No table "${title}" among ${read.tables.map((t) => t.title).join('; ')}`);
  return found;
}
