import type { ComponentChildren } from 'preact';

export type Fact = readonly [title: string, value: ComponentChildren];

/** What is known of one thing; empty facts are left out. */
export const Facts = ({ facts }: { facts: readonly Fact[] }) => (
  <dl class="datos">
    {facts.map(
      ([title, value]) =>
        value !== null &&
        value !== '' && (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ),
    )}
  </dl>
);
