// Which kinds of work need approval, and whose.

import { useLocation } from 'preact-iso';
import { write } from '../../api/session';
import { href } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { useChange } from '../../common/use-change';
import { ChangeForm } from '../../ui/change-form';
import { ChoiceField, field } from '../../ui/fields';
import { isAdmin } from '../../ui/links';
import { useDone } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Empty, Section } from '../../ui/section';
import { Table, type TableColumn } from '../../ui/table';
import { type Regla, ruleInWords } from './words';

const RULES = href('oficina/solicitudes/reglas');

export function RulesPage() {
  const answers = useAnswers('reglas', 'reglas', (ask) => ask('/solicitudes/reglas'));
  const changes: TableColumn<Regla> = {
    title: 'Cambios',
    cell: (r) => <a href={href('oficina/solicitudes/reglas/cambiar', { tipo: r.tipo })}>Cambiar</a>,
  };
  return (
    <Page title="Qué necesita aprobación" over="Solicitudes" answers={answers} wanted="reglas">
      {({ reglas }) => (
        <Section id="reglas" title="Reglas">
          <p class="nota">Nadie aprueba lo que pidió. Una solicitud vence a los siete días, y un rechazo la termina.</p>
          <Table
            title="Qué necesita aprobación"
            rows={reglas}
            rowKey={(r) => r.tipo}
            columns={[
              { title: 'Trabajo', isHeading: true, cell: (r) => r.nombre },
              { title: 'Quién aprueba', cell: ruleInWords },
              ...(isAdmin() ? [changes] : []),
            ]}
          />
        </Section>
      )}
    </Page>
  );
}

export function EditRulePage() {
  const tipo = useLocation().query.tipo ?? '';
  const answers = useAnswers(tipo, tipo, async (ask) => (await ask('/solicitudes/reglas')).reglas.find((r) => r.tipo === tipo) ?? null);
  return (
    <Page title="Cambiar la regla" over="Qué necesita aprobación" answers={answers} wanted={tipo}>
      {(regla) => (regla ? <RuleForm regla={regla} /> : <Empty>Esa regla no existe.</Empty>)}
    </Page>
  );
}

const HOW_MANY = [
  ['0', 'No se pide aprobación'],
  ['1', 'Una persona'],
  ['2', 'Dos personas'],
] as const;

/** The combinations that offices use; others can be set by the API. */
const WHO = [
  ['5,6', 'Director o Admin'],
  ['6', 'Admin'],
  ['5', 'Director'],
  ['4,5,6', 'Gerente, Director o Admin'],
  ['3,4,5,6', 'Supervisor, Gerente, Director o Admin'],
  ['3', 'Supervisor'],
  ['4', 'Gerente'],
] as const;

function RuleForm({ regla: { tipo, nombre, aprobadores, roles } }: { regla: Regla }) {
  const done = useDone();
  const change = useChange({
    form: `solicitudes/reglas/${tipo}`,
    initial: { aprobadores: String(aprobadores), roles: roles.length > 0 ? roles.join(',') : '5,6' },
    send: (typed: { aprobadores: string; roles: string }, key) =>
      write('post', '/solicitudes/reglas', {
        key,
        body: { tipo, aprobadores: Number(typed.aprobadores), roles: typed.aprobadores === '0' ? [] : typed.roles.split(',').map(Number) },
      }),
    onDone: () => done('La regla se cambió. Lo que ya se pidió conserva la anterior.', RULES),
  });
  return (
    <ChangeForm change={change} action="Cambiar la regla" cancelTo={RULES} summary={() => <p>{nombre}</p>}>
      <p class="ancho">{nombre}</p>
      <ChoiceField label="Cuántos aprueban" {...field(change, 'aprobadores')} choices={HOW_MANY} />
      {change.values.aprobadores !== '0' && <ChoiceField label="Quién aprueba" {...field(change, 'roles')} choices={WHO} />}
    </ChangeForm>
  );
}
