import { KEYS, press, typedInWords } from '../pad';

/** An amount and the keys for it: the phone's own keyboard would cover half of a small screen. */
export function Teclado({ typed, onType }: { typed: string; onType: (typed: string) => void }) {
  return (
    <>
      <output id="monto" class="monto" aria-label="Monto">
        {typedInWords(typed)}
      </output>
      <div class="teclas">
        {KEYS.map((key) => (
          <button
            key={key}
            type="button"
            aria-label={key === '⌫' ? 'Borrar' : key === '.' ? 'Punto' : key}
            onClick={() => onType(press(typed, key))}
          >
            {key}
          </button>
        ))}
      </div>
    </>
  );
}
