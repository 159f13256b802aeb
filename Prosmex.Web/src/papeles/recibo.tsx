import { instantInWords } from '../common/days';
import { money } from '../common/numbers';
import { href } from '../common/query';
import { codeInGroups, reciboAddress } from '../common/recibos';
import { useAnswers } from '../common/use-answers';
import { Facts } from '../ui/facts';
import { Qr } from '../ui/qr';
import { Paper, Signature } from './paper';

/** What the client gets for a payment. */
export function ReciboPaper({ id }: { id: number }) {
  const answers = useAnswers(id, String(id), async (ask) => {
    const [letterhead, recibo] = await Promise.all([ask('/financiera'), ask('/pagos/{id}/recibo', {}, id)]);
    return { letterhead, recibo };
  });
  const loan = answers.shown?.data.recibo.prestamo_id;
  return (
    <Paper
      title={`Recibo núm. ${id}`}
      back={loan ? { href: href(`prestamos/${loan}`), text: 'Volver al préstamo' } : { href: href(''), text: 'Ir a la semana en curso' }}
      answers={answers}
      wanted={id}
    >
      {({ recibo: r }) => (
        <>
          {r.reversado && <p class="error">Este pago se reversó: el recibo no vale.</p>}
          <p class="recibido">{r.monto === 0 ? 'Visita sin pago' : money(r.monto)}</p>
          <Facts
            facts={[
              ['Recibimos de', r.cliente.nombre],
              ['Grupo', r.grupo],
              ['Préstamo', `Núm. ${r.prestamo_id}`],
              ['Fecha', instantInWords(r.fecha_pago)],
              ['Recibió', r.recibido_por],
              ['Semanas pagadas', `${r.semana_activa} de ${r.numero_semanas}`],
              ['Queda por pagar', money(r.restante)],
            ]}
          />
          {r.codigo && !r.reversado && <Verification codigo={r.codigo} />}
          <div class="firmas">
            <Signature who={r.recibido_por || 'Recibió'} />
            <Signature who={r.cliente.nombre} />
          </div>
        </>
      )}
    </Paper>
  );
}

/** With which the client sees for themselves that the payment is registered. */
const Verification = ({ codigo }: { codigo: string }) => (
  <div class="verificar">
    <div>
      <p class="nota">Código</p>
      <p class="codigo">{codeInGroups(codigo)}</p>
      <p>
        Verifique este recibo con la cámara de su celular, o escriba el código en <b>{`${location.host}/recibo`}</b>
      </p>
    </div>
    <Qr text={reciboAddress(codigo)} alt="Código QR para verificar este recibo" />
  </div>
);
