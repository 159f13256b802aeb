import { useAnswers } from '../../common/use-answers';
import { ALTA_DE_CLIENTE, ClienteLink, CREAR_PRESTAMO, can, EDITAR_INFORMACION } from '../../ui/links';
import { Section } from '../../ui/section';
import { decideHref, decisionInWords, type Parecido, reasonsInWords } from './words';

/** Whom a client looks like, without those who were decided to be another person; nothing where there are none, or for users who may not know. */
export const Parecidos = ({ id }: { id: number }) => (can(ALTA_DE_CLIENTE) || can(CREAR_PRESTAMO) ? <Asked id={id} /> : null);

function Asked({ id }: { id: number }) {
  const answers = useAnswers(id, String(id), (ask) => ask('/clientes/{id}/parecidos', {}, id));
  const parecidos = answers.shown?.data.parecidos.filter((p) => p.decision?.decision !== 'distinta') ?? [];
  return parecidos.length === 0 ? null : (
    <Section id="parecidos" title="Puede ser otro cliente">
      <ul class="alerta">
        {parecidos.map((p, n) => (
          <li key={n}>
            <Told id={id} {...p} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

const Told = ({ id, otro, motivos, decision }: { id: number } & Parecido) => (
  <>
    {reasonsInWords(motivos)} que {otro ? <ClienteLink id={otro.id} name={otro.nombre} /> : 'un cliente de un grupo que usted no ve'}
    {otro && `, de ${otro.grupo}`}
    {decision && <span class="detalle">{decisionInWords(decision)}</span>}
    {otro && !decision && can(EDITAR_INFORMACION) && (
      <>
        . <a href={decideHref(id, otro.id)}>Decidir si es la misma persona</a>
      </>
    )}
  </>
);
