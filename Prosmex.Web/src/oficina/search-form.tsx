import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso';

interface SearchFormProps {
  label: string;
  q: string;
  /** The address of the list with these fields. */
  to: (q: string, fields: Record<string, string>) => string;
  /** More fields. */
  children?: ComponentChildren;
}

/** The filters of a list of the office: they are in the address. */
export function SearchForm({ label, q, to, children }: SearchFormProps) {
  const { route, url } = useLocation();
  return (
    <search class="filtro">
      <form
        class="filtros"
        key={url}
        onSubmit={(event) => {
          event.preventDefault();
          const fields = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
          route(to((fields.q ?? '').trim(), fields));
        }}
      >
        <label class="campo">
          <span>{label}</span>
          <input name="q" type="search" maxLength={100} defaultValue={q} />
        </label>
        {children}
        <button type="submit">Buscar</button>
      </form>
    </search>
  );
}
