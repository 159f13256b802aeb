import type { ComponentChildren } from 'preact';

interface SectionProps {
  id: string;
  title: string;
  downloads?: ComponentChildren;
  children: ComponentChildren;
}

/** A card of the page with its heading, which links can jump to, and its files. */
export const Section = ({ id, title, downloads, children }: SectionProps) => (
  <section id={id} class="tarjeta" aria-labelledby={`${id}-h`}>
    <div class="cabeza">
      <h2 id={`${id}-h`} tabIndex={-1}>
        {title}
      </h2>
      {downloads && <div class="descargas">{downloads}</div>}
    </div>
    <div class="cuerpo">{children}</div>
  </section>
);

export const Empty = ({ children }: { children: ComponentChildren }) => <p class="vacio">{children}</p>;

/** A person's name. */
export const Person = ({ name }: { name: string }) => name || <span class="nadie">Sin asignar</span>;
