import { money } from '../../common/numbers';
import { type Bracket, end, gapsOf, overlapping, rangeInWords } from './brackets';

/** The brackets on a line of cash, the one that is being typed among them; gaps and overlaps are drawn and said. */
export function BracketLine({ brackets, typed }: { brackets: readonly Bracket[]; typed?: Bracket }) {
  const all = typed ? [...brackets.filter((b) => b.id !== typed.id), typed] : brackets;
  const first = Math.min(...all.map((b) => b.from));
  const last = Math.max(...all.map(end));
  if (all.length === 0 || !Number.isFinite(last - first)) return null;
  const at = (cash: number) => `${((cash - first) / (last - first)) * 100}%`;
  const width = (from: number, to: number) => `${((to - from) / (last - first)) * 100}%`;
  const gaps = gapsOf(all);
  const clashes = typed ? overlapping(typed, brackets) : [];
  return (
    <figure class="tramos">
      <svg
        height={74}
        role="img"
        aria-label={`Tramos del bono por lo cobrado en la semana, ${rangeInWords({ from: first, to: last - 1 })}.`}
      >
        {gaps.map((gap) => (
          <rect key={gap.from} class="todo" x={at(gap.from)} width={width(gap.from, gap.to)} y={26} height={22} fill="url(#rayado)" />
        ))}
        {all.map((b) => (
          <g key={b.id} class={b === typed ? 'escrito' : undefined}>
            <rect class="parte" x={at(b.from)} width={width(b.from, end(b))} y={b === typed ? 22 : 26} height={b === typed ? 30 : 22} />
            <text x={at((b.from + end(b)) / 2)} y={16}>
              {money(b.monto).replace('.00', '')}
            </text>
          </g>
        ))}
        <text class="orilla" x="0" y={68}>
          {money(first)}
        </text>
        <text class="orilla final" x="100%" y={68}>
          {money(last - 1)}
        </text>
      </svg>
      <figcaption class="nota" aria-live="polite">
        {clashes.map((b) => (
          <p key={b.id} class="alerta">{`Se traslapa con el tramo ${rangeInWords(b)}.`}</p>
        ))}
        {gaps.map(({ from, to }) => (
          <p key={from}>{`Sin bono entre ${money(from)} y ${money(to)}.`}</p>
        ))}
        {clashes.length === 0 && gaps.length === 0 && <p>Los tramos no dejan huecos ni se traslapan.</p>}
      </figcaption>
    </figure>
  );
}
