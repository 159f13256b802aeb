import { useState } from 'preact/hooks';
import { amountOf, centsOf } from '../../common/amounts';
import { mexicoDay, shortDay } from '../../common/days';
import { failure } from '../actions';
import { forgetGastos, noteGasto } from '../data/sheets';
import { caja, efectivo, gastos, refresh, thePhone, theReader } from '../state';
import { cobros, pesos, timeOf } from '../words';

/** What must be handed over, to the cent. */
export function Efectivo() {
  const { cobradoHoy, cobrosHoy, enMano, faltaDeContar, gastos: spent, aEntregar } = caja.value;
  const office = efectivo.value;
  return (
    <main id="contenido">
      <h1>Efectivo</h1>
      <section class="entregar" aria-label="A entregar">
        <h2>A entregar</h2>
        <p id="a-entregar" class="cifra">
          {aEntregar === null ? '—' : pesos(aEntregar)}
        </p>
        {office ? (
          <p class="nota">
            Según la oficina {pesos(office.esperado)} ({shortDay(mexicoDay(new Date(office.askedAt).toISOString()))},{' '}
            {timeOf(office.askedAt)})
          </p>
        ) : (
          <p class="nota">Se sabrá cuando haya señal: hace falta la cifra de la oficina.</p>
        )}
      </section>
      <dl class="cuenta">
        <dt>Cobrado hoy en este teléfono ({cobros(cobrosHoy)})</dt>
        <dd id="cobrado-hoy">{pesos(cobradoHoy)}</dd>
        <dt>Cobros que la oficina aún no cuenta</dt>
        <dd id="sin-contar">{pesos(faltaDeContar)}</dd>
        {enMano !== null && (
          <>
            <dt>Efectivo en mano, sin gastos</dt>
            <dd id="en-mano">{pesos(enMano)}</dd>
          </>
        )}
        <dt>Gastos anotados</dt>
        <dd id="gastado">{spent > 0 ? `− ${pesos(spent)}` : pesos(0)}</dd>
      </dl>
      <Gastos />
    </main>
  );
}

function Gastos() {
  const [concepto, setConcepto] = useState('');
  const [amount, setAmount] = useState('');
  const [error, setError] = useState<string | null>(null);
  const add = async (event: SubmitEvent) => {
    event.preventDefault();
    const monto = amountOf(amount);
    if (!concepto.trim() || !monto || centsOf(monto) === 0) {
      setError('Escriba en qué gastó y cuánto, por ejemplo 35.50.');
      return;
    }
    try {
      await noteGasto(thePhone(), theReader(), concepto.trim(), centsOf(monto));
      setConcepto('');
      setAmount('');
      setError(null);
    } catch {
      failure.value = 'El gasto no quedó guardado. Anótelo en papel y libere espacio en el teléfono.';
    }
    await refresh();
  };
  const forget = async (ids: readonly string[]) => {
    try {
      await forgetGastos(thePhone(), ids);
    } catch {
      failure.value = 'No se pudo quitar. Intente de nuevo.';
    }
    await refresh();
  };
  const list = gastos.value;
  return (
    <section aria-label="Gastos">
      <h2>Gastos</h2>
      <p class="nota">Son para su cuenta. La oficina los registra cuando usted entrega el efectivo.</p>
      <form id="gasto" class="gasto" onSubmit={add}>
        <label>
          En qué
          <input
            id="concepto"
            value={concepto}
            maxLength={80}
            autocomplete="off"
            onInput={(event) => setConcepto(event.currentTarget.value)}
          />
        </label>
        <label>
          Cuánto
          <input
            id="cuanto"
            value={amount}
            inputMode="decimal"
            autocomplete="off"
            onInput={(event) => setAmount(event.currentTarget.value)}
          />
        </label>
        {error && (
          <p class="falla" role="alert">
            {error}
          </p>
        )}
        <button type="submit">Anotar gasto</button>
      </form>
      <ul class="filas">
        {list.map(({ id, concepto: what, monto, ocurrido_en }) => (
          <li key={id} class="renglon">
            <p>
              <b>{what}</b> {pesos(monto)}
              <span class="hora"> {shortDay(mexicoDay(ocurrido_en))}</span>
            </p>
            <button type="button" aria-label={`Quitar ${what}`} onClick={() => forget([id])}>
              Quitar
            </button>
          </li>
        ))}
      </ul>
      {list.length > 0 && (
        <button
          type="button"
          id="gastos-entregados"
          onClick={() => confirm('¿Ya entregó el efectivo y la oficina registró estos gastos?') && forget(list.map(({ id }) => id))}
        >
          Ya entregué: quitar todos los gastos
        </button>
      )}
    </section>
  );
}
