import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

export interface TableColumn<Row> {
  title: string;
  cell: (row: Row) => ComponentChildren;
  isNumber?: boolean;
  /** The cell that names the row. */
  isHeading?: boolean;
  class?: string;
  /** Of the last row; see `hasFooter`. */
  total?: ComponentChildren;
}

interface TableProps<Row> {
  title: string;
  rows: readonly Row[];
  columns: readonly TableColumn<Row>[];
  rowKey: (row: Row) => string | number;
  hasFooter?: boolean;
  isChosen?: (row: Row) => boolean;
  /** On a narrow screen a row becomes a card; a table that stays one scrolls in its own box. */
  asCards?: boolean;
  isTitleVisible?: boolean;
}

const classes = <Row,>(c: TableColumn<Row>) => [c.isNumber && 'num', c.class].filter(Boolean).join(' ') || undefined;

/** Roles are written out: browsers forget them where a table is laid out otherwise. */
export function Table<Row>({ title, rows, columns, rowKey, hasFooter, isChosen, asCards = true, isTitleVisible }: TableProps<Row>) {
  const cell = (c: TableColumn<Row>, content: ComponentChildren) =>
    c.isHeading ? (
      <th key={c.title} scope="row" role="rowheader" class={classes(c)}>
        {content}
      </th>
    ) : (
      <td key={c.title} role="cell" class={classes(c)} data-titulo={c.title}>
        {content}
      </td>
    );
  return (
    <ScrollingBox title={title}>
      <table role="table" class={asCards ? 'tarjetas' : undefined}>
        <caption class={isTitleVisible ? undefined : 'oculto'}>{title}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((c) => (
              <th key={c.title} scope="col" role="columnheader" class={classes(c)}>
                {c.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={rowKey(row)} role="row" class={isChosen?.(row) ? 'elegida' : undefined}>
              {columns.map((c) => cell(c, c.cell(row)))}
            </tr>
          ))}
        </tbody>
        {hasFooter && (
          <tfoot role="rowgroup">
            <tr role="row">{columns.map((c) => cell(c, c.total))}</tr>
          </tfoot>
        )}
      </table>
    </ScrollingBox>
  );
}

/** A box whose table does not fit says so, shows on which side it goes on, and can be scrolled with the keyboard. */
function ScrollingBox({ title, children }: { title: string; children: ComponentChildren }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => {
      const overflows = element.scrollWidth > element.clientWidth + 1;
      const rest = element.scrollWidth - element.clientWidth - Math.abs(element.scrollLeft);
      element.parentElement?.classList.toggle('desborda', overflows);
      element.parentElement?.classList.toggle('hay-mas', overflows && rest > 1);
      for (const [name, value] of [
        ['role', 'region'],
        ['tabindex', '0'],
        ['aria-label', title],
      ] as const) {
        if (overflows) element.setAttribute(name, value);
        else element.removeAttribute(name);
      }
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [title]);
  return (
    <div class="tabla">
      <p class="sigue nota" aria-hidden="true">
        Deslice la tabla hacia los lados para ver todas las columnas.
      </p>
      <div class="caja" ref={box}>
        {children}
      </div>
    </div>
  );
}
