import { MoneyField, TextField } from '../../ui/fields';
import { type Expense, NO_EXPENSE } from './sums';

interface ExpensesProps {
  expenses: readonly Expense[];
  onChange: (expenses: Expense[]) => void;
}

/** The expenses line by line. */
export function Expenses({ expenses, onChange }: ExpensesProps) {
  const change = (at: number, part: Partial<Expense>) => onChange(expenses.map((e, n) => (n === at ? { ...e, ...part } : e)));
  return (
    <fieldset class="gastos ancho">
      <legend>Gastos</legend>
      {expenses.map((expense, n) => (
        // Lines have no name of their own: what is typed follows the line.
        <fieldset key={n} class="gasto">
          <legend class="oculto">{`Gasto ${n + 1}`}</legend>
          <TextField label="En qué" name={`concepto-${n}`} value={expense.concepto} onChange={(concepto) => change(n, { concepto })} />
          <MoneyField label="Monto" name={`monto-${n}`} value={expense.monto} onChange={(monto) => change(n, { monto })} />
          <button type="button" onClick={() => onChange(expenses.filter((_, other) => other !== n))}>
            {'Quitar '}
            <span class="oculto">{`el gasto ${n + 1}`}</span>
          </button>
        </fieldset>
      ))}
      <button type="button" onClick={() => onChange([...expenses, NO_EXPENSE])}>
        Agregar un gasto
      </button>
    </fieldset>
  );
}
