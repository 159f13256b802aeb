const HEIGHT = 22;

/** Small columns without numbers, beside those that are written. Null: nothing was to be collected. */
export function Sparkline({ values, summary }: { values: readonly (number | null)[]; summary: string }) {
  const maximum = Math.max(0.01, ...values.map((v) => v ?? 0));
  const step = 100 / Math.max(1, values.length);
  return (
    <svg class="chispa" height={HEIGHT} role="img" aria-label={summary}>
      {values.map((value, i) => {
        const height = (Math.max(0, value ?? 0) / maximum) * (HEIGHT - 2);
        return <rect key={i} class="parte" x={`${step * (i + 0.15)}%`} width={`${step * 0.7}%`} y={HEIGHT - 1 - height} height={height} />;
      })}
      <line class="base" x1={0} x2="100%" y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
    </svg>
  );
}
