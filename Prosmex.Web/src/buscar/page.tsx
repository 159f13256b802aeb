import { useLocation } from 'preact-iso';
import type { Answer } from '../api/contract';
import { money } from '../common/numbers';
import { href } from '../common/query';
import { useAnswers } from '../common/use-answers';
import { Page } from '../ui/page';
import { Empty } from '../ui/section';
import { StatusTag } from '../ui/status';

type Found = Answer<'/buscar'>['resultados'][number];

/** Names from three letters; numbers of clients and loans from one digit. */
export const canSearch = (q: string): boolean => q.length >= 3 || /^\d+$/.test(q);

/** Clients and loans by name, INE key or number. */
export function BuscarPage() {
  const { query } = useLocation();
  const q = (query.q ?? '').trim().slice(0, 100);
  const answers = useAnswers(q, q, async (ask) => (canSearch(q) ? (await ask('/buscar', { q })).resultados : null));
  return (
    <Page title={q ? `«${q}»` : 'Buscar'} over="Clientes y préstamos" answers={answers} wanted={q}>
      {(found) => (
        <section class="tarjeta" aria-label="Resultados">
          {found === null ? (
            <Empty>Escriba al menos tres letras del nombre o de la clave INE, o el número del cliente o del préstamo.</Empty>
          ) : found.length === 0 ? (
            <Empty>No se encontró a nadie. Revise cómo está escrito o busque por otra parte del nombre.</Empty>
          ) : (
            <ul class="resultados">
              {found.map((f) => (
                <li key={`${f.tipo}/${f.id}`}>
                  <Result {...f} />
                </li>
              ))}
            </ul>
          )}
        </section>
      )}
    </Page>
  );
}

const Result = ({ tipo, id, cliente, grupo, status, restante }: Found) => (
  <a href={href(`${tipo === 'cliente' ? 'clientes' : 'prestamos'}/${id}`)}>
    <span>
      <strong>{cliente}</strong> <span class="detalle">{`${tipo === 'cliente' ? 'Cliente' : 'Préstamo'} núm. ${id}, ${grupo}`}</span>
    </span>
    <span>
      {status && <StatusTag status={status} />} {restante > 0 && `Por pagar: ${money(restante)}`}
    </span>
  </a>
);
