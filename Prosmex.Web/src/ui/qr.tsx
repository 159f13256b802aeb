import { encode } from 'uqr';

/** In modules: the least with which readers find it. */
const QUIET_ZONE = 4;

/** Where dark modules follow each other in a row: drawn as one, they show no seams. */
const darkRuns = (row: readonly boolean[]): [start: number, length: number][] =>
  [
    ...row
      .map((isDark) => (isDark ? '#' : '.'))
      .join('')
      .matchAll(/#+/g),
  ].map((run) => [run.index, run[0].length]);

/** A QR code: dark on white in any colour scheme, for many readers know no other. */
export function Qr({ text, alt }: { text: string; alt: string }) {
  const { size, data } = encode(text, { ecc: 'M', border: QUIET_ZONE });
  const path = data
    .map((row, y) =>
      darkRuns(row)
        .map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`)
        .join(''),
    )
    .join('');
  return (
    <svg class="qr" role="img" aria-label={alt} viewBox={`0 0 ${size} ${size}`} shape-rendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
