interface PagesProps {
  /** Of the list, for screen readers: "grupos". */
  of: string;
  page: number;
  total: number;
  href: (page: number) => string;
}

/** Links to the pages of a list; nothing where there is one. */
export function Pages({ of, page, total, href }: PagesProps) {
  if (total <= 1) return null;
  const link = (text: string, to: number) =>
    to < 1 || to > total ? (
      <span class="boton apagado" aria-disabled="true">
        {text}
      </span>
    ) : (
      <a class="boton" href={href(to)}>
        {text}
      </a>
    );
  return (
    <nav class="paginas" aria-label={`Páginas de ${of}`}>
      {link('← Anteriores', page - 1)}
      <span>{`Página ${page} de ${total}`}</span>
      {link('Siguientes →', page + 1)}
    </nav>
  );
}
