// Charts as SVG. Across they are measured in percent, so that they fit any width while their text keeps its size. Every chart stands
// beside its numbers in a table; to screen readers it is one image with a sentence.

import type { ComponentChildren } from 'preact';

const share = (part: number, whole: number): string => `${whole > 0 ? (Math.max(0, part) / whole) * 100 : 0}%`;

/** Fill patterns of bars: distinguishable without colour, and on paper. Once per page. */
export const Patterns = () => (
  <svg class="defs" width="0" height="0" aria-hidden="true" focusable="false">
    <defs>
      <pattern id="rayado" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="rayado-fondo" width="6" height="6" />
        <rect class="rayado-linea" width="2" height="6" />
      </pattern>
    </defs>
  </svg>
);

interface BarProps {
  part: number;
  whole: number;
  maximum: number;
}

/** A part (filled) of a whole (hatched), beside others of the same scale. The cells beside it say the numbers. */
export const Bar = ({ part, whole, maximum }: BarProps) => (
  <svg class="barra" height={18} aria-hidden="true" focusable="false" data-parte={part} data-todo={whole} data-maximo={maximum}>
    <rect class="todo" y={1} width={share(whole, maximum)} height={16} fill="url(#rayado)" />
    <rect class="parte" y={5} width={share(part, maximum)} height={8} />
    {whole > 0 && <line class="meta" x1={share(whole, maximum)} x2={share(whole, maximum)} y1={0} y2={18} />}
  </svg>
);

/** What the two fillings of bars mean. */
export const Legend = ({ part, whole, children }: { part: string; whole: string; children?: ComponentChildren }) => (
  <p class="leyenda">
    <span class="claves">
      <svg width={22} height={14} aria-hidden="true">
        <rect class="parte" width={22} height={8} y={3} />
      </svg>
      {` ${part} `}
      <svg width={22} height={14} aria-hidden="true">
        <rect class="todo" width={21} height={13} x={0.5} y={0.5} fill="url(#rayado)" />
      </svg>
      {` ${whole}`}
    </span>
    {children && <span class="cuantos">{children}</span>}
  </p>
);

export interface Column {
  day: string | number;
  month: string;
  value: number | null;
  text: string;
  /** A mark to be reached. */
  goal?: number;
  /** Not over yet: its column is cut rather than let it dwarf the others. */
  isOpen: boolean;
}

const TOP = 18;
const BOTTOM = 34;

/** Columns over weeks, each with its value. */
export function Columns({ columns, summary, height = 190 }: { columns: readonly Column[]; summary: string; height?: number }) {
  const numbers = (some: readonly Column[]) => some.flatMap((c) => [c.value ?? 0, c.goal ?? 0]);
  const closed = Math.max(0, ...numbers(columns.filter((c) => !c.isOpen)));
  const minimum = Math.min(0, ...numbers(columns));
  const maximum = Math.min(Math.max(0, ...numbers(columns)), closed > 0 ? closed * 1.25 : Number.POSITIVE_INFINITY);
  const y = (n: number) => TOP + ((maximum - n) / (maximum - minimum || 1)) * (height - TOP - BOTTOM);
  const step = 100 / columns.length;
  return (
    <svg class="columnas" height={height} role="img" aria-label={summary}>
      {columns.map((c, i) => {
        const top = y(Math.min(maximum, Math.max(c.value ?? 0, 0)));
        const middle = `${step * (i + 0.5)}%`;
        return (
          <g key={i} data-valor={c.value ?? undefined}>
            {c.value !== null && (
              <rect
                class={c.isOpen ? 'abierta' : 'parte'}
                x={`${step * (i + 0.18)}%`}
                width={`${step * 0.64}%`}
                y={top}
                height={Math.max(0, y(Math.min(c.value, 0)) - top)}
              />
            )}
            {c.goal !== undefined && (
              <line class="meta" x1={`${step * (i + 0.08)}%`} x2={`${step * (i + 0.92)}%`} y1={y(c.goal)} y2={y(c.goal)} />
            )}
            <text class="valor" x={middle} y={Math.min(top, y(c.goal ?? 0)) - 5}>
              {c.text}
            </text>
            <text x={middle} y={height - 19}>
              {c.day}
            </text>
            <text x={middle} y={height - 5}>
              {c.month}
            </text>
          </g>
        );
      })}
      <line class="base" x1={0} x2="100%" y1={y(0)} y2={y(0)} />
    </svg>
  );
}
