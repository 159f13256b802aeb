import { write } from '../../api/session';
import { weekInWords } from '../../common/days';
import { plural } from '../../common/numbers';
import { href } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { useChange } from '../../common/use-change';
import { ChangeForm } from '../../ui/change-form';
import { useDone } from '../../ui/notice';
import { Page } from '../../ui/page';
import { withRunningWeek } from '../../ui/with-running-week';
import { pendingWeeks } from './page';

const LIST = href('oficina/cierres');

/** Closes by hand what the timer would close within the hour. */
export const ClosePage = withRunningWeek(({ running }) => {
  const answers = useAnswers(running, running, async (ask) => {
    const { semanas } = await ask('/verificacion/semanal', { page: 1, per_page: 1 });
    return pendingWeeks(semanas[0]?.semana ?? null, running);
  });
  return (
    <Page title="Cerrar las semanas terminadas" over="Cierres de semana" answers={answers} wanted={running}>
      {(pending) => <CloseForm pending={pending} />}
    </Page>
  );
});

function closedInWords(semanas: readonly { faltas: number }[]): string {
  if (semanas.length === 0) return 'No había semanas por cerrar.';
  const faltas = semanas.reduce((sum, s) => sum + s.faltas, 0);
  return `${semanas.length === 1 ? 'Se cerró' : 'Se cerraron'} ${plural(semanas.length, 'semana', 'semanas')}, con ${plural(faltas, 'falta', 'faltas')}.`;
}

function CloseForm({ pending }: { pending: readonly string[] }) {
  const done = useDone();
  const change = useChange({
    form: 'cierres/cerrar',
    initial: {},
    check: () => Promise.resolve(pending),
    // Without a key: closing twice is closing once.
    send: () => write('post', '/verificacion/semanal'),
    onDone: ({ semanas }) => done(closedInWords(semanas), LIST),
  });
  const what = (
    <>
      <p>
        {pending.length > 0
          ? `Se cierra ${pending.map((week) => `la semana del ${weekInWords(week)}`).join(' y ')}.`
          : 'Parece que no queda ninguna por cerrar; si la hay, se cierra.'}
      </p>
      <p class="nota">
        Al cerrar quedan registradas las faltas de la semana, y pasan a vencido los préstamos que terminaron sin pagarse. Un pago que llegue
        después con fecha de esa semana quita la falta.
      </p>
    </>
  );
  return (
    <ChangeForm change={change} action="Cerrar las semanas terminadas" isAsked summary={() => what} cancelTo={LIST}>
      <div class="ancho">{what}</div>
    </ChangeForm>
  );
}
