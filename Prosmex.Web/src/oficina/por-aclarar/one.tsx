import { instantInWords } from '../../common/days';
import { money } from '../../common/numbers';
import { href } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { Facts } from '../../ui/facts';
import { can, EDITAR_INFORMACION } from '../../ui/links';
import { Page } from '../../ui/page';
import { Actions, type Dinero, ForWhom, outcomeInWords } from './words';

export const PENDING = href('oficina/por-aclarar');

export const useDinero = (id: number) => useAnswers(id, String(id), async (ask) => (await ask('/por-aclarar/{id}', {}, id)).por_aclarar);

/** Money that waited or waits, and what became of it. */
export function DineroPage({ id }: { id: number }) {
  const answers = useDinero(id);
  return (
    <Page title="Dinero por aclarar" over={`Núm. ${id}`} answers={answers} wanted={id}>
      {(dinero) => (
        <>
          <DineroFacts dinero={dinero} />
          {dinero.estado === 'pendiente' && (
            <section class="tarjeta" aria-label="Qué se puede hacer">
              {can(EDITAR_INFORMACION) ? (
                <p>
                  <Actions {...dinero} />
                </p>
              ) : (
                <p>Para aplicarlo, devolverlo o darlo de baja, pídalo a quien administra el sistema.</p>
              )}
            </section>
          )}
        </>
      )}
    </Page>
  );
}

export const DineroFacts = ({ dinero }: { dinero: Dinero }) => (
  <section class="tarjeta" aria-label="De qué se trata">
    <Facts
      facts={[
        ['Monto', <strong key="m">{money(dinero.monto)}</strong>],
        ['Recibido', instantInWords(dinero.recibido_en)],
        ['Cobrado', instantInWords(dinero.ocurrido_en)],
        ['Cobró', dinero.usuario_nombre],
        ['Grupo', dinero.grupo],
        ['Era para', <ForWhom key="p" {...dinero} />],
        ['Nota del cobro', dinero.nota_del_cobro],
        ['Qué se hizo', dinero.estado === 'pendiente' ? null : outcomeInWords(dinero)],
      ]}
    />
    <p>{dinero.motivo}</p>
  </section>
);
