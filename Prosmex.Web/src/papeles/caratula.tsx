import { dayWithYear } from '../common/days';
import { money } from '../common/numbers';
import { href } from '../common/query';
import { useAnswers } from '../common/use-answers';
import { catInWords } from '../prestamos/words';
import { Facts } from '../ui/facts';
import { Paper, Signature } from './paper';

/** The first page of a loan's contract: what it costs, in the words that the law asks for. */
export function CaratulaPaper({ id }: { id: number }) {
  const answers = useAnswers(id, String(id), async (ask) => {
    const [letterhead, caratula] = await Promise.all([ask('/financiera'), ask('/prestamos/{id}/caratula', {}, id)]);
    return { letterhead, caratula };
  });
  return (
    <Paper title="Carátula del crédito" back={{ href: href(`prestamos/${id}`), text: 'Volver al préstamo' }} answers={answers} wanted={id}>
      {({ caratula: { cliente, aval, grupo, monto_prestamo_real, renovacion, costo: c } }) => (
        <>
          <p>Borrador: falta que lo revise el abogado de la financiera y, si la ley lo pide, su número de registro (RECA).</p>
          <p class="recibido">CAT {catInWords(c.cat)} sin IVA</p>
          <p class="nota">
            Costo Anual Total (CAT) para fines informativos y de comparación. Se calcula sobre el monto en papel, con pagos semanales y años
            de 52 semanas ({c.cat_metodo}).
          </p>
          <Facts
            facts={[
              ['Producto', c.tipo],
              ['Monto del crédito', money(c.monto_prestamo)],
              ['Intereses en pesos', money(c.interes)],
              ['Total a pagar', <strong key="t">{money(c.monto_utilidad)}</strong>],
              ['Pago semanal', money(c.cobranza_ideal)],
              ['Plazo', `${c.numero_semanas} semanas`],
              ['Inicio', dayWithYear(c.fecha_inicio)],
              ['Primer pago, a más tardar', dayWithYear(c.plan[0]?.vence ?? c.fecha_inicio)],
              ['Último pago, a más tardar', dayWithYear(c.plan.at(-1)?.vence ?? c.fecha_inicio)],
              ['Comisiones', 'Ninguna'],
              ['Cliente', cliente.nombre],
              ['Grupo', grupo],
              ['Aval', aval],
            ]}
          />
          {renovacion && (
            <p>
              {`Este crédito renueva el anterior: una parte liquida lo que faltaba por pagar, y en efectivo se entregan ${money(monto_prestamo_real)}.`}
            </p>
          )}
          <h2>Si no paga</h2>
          <ul>
            <li>La semana que no se completa se anota como falta, y lo que falta se sigue debiendo. No se cobran recargos.</li>
            <li>El aval responde por lo que el cliente no pague.</li>
            <li>Con faltas, la financiera puede negar un crédito nuevo.</li>
          </ul>
          <div class="firmas">
            <Signature who={cliente.nombre} />
            <Signature who="Por la financiera" />
          </div>
        </>
      )}
    </Paper>
  );
}
