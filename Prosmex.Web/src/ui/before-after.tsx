// The fields of a record before and after a change, side by side.

export interface FieldChange {
  field: string;
  before: string;
  after: string;
}

interface BeforeAfterProps {
  /** What changes: "el préstamo núm. 3". */
  of: string;
  changes: readonly FieldChange[];
  /** Over what is before. */
  before?: string;
  /** The fields that differ stand out among the others. */
  isMarked?: boolean;
}

export const BeforeAfter = ({ of, changes, before: title = 'Antes', isMarked = false }: BeforeAfterProps) => (
  <table class="antes-y-despues">
    <caption class="oculto">{`Antes y después de ${of}`}</caption>
    <thead>
      <tr>
        <th scope="col">Dato</th>
        <th scope="col">{title}</th>
        <th scope="col">Después</th>
      </tr>
    </thead>
    <tbody>
      {changes.map(({ field, before, after }) => (
        <tr key={field} class={isMarked && before !== after ? 'cambia' : undefined}>
          <th scope="row">{field}</th>
          <td>{before}</td>
          <td>{after}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
