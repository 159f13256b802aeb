import { signal } from '@preact/signals';

/** What screen readers are told; the last thing that happened. */
export const announcement = signal('');

export const Announcer = () => (
  <p class="oculto" id="avisos" role="status">
    {announcement}
  </p>
);
