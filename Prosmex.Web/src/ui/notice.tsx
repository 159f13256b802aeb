import { signal } from '@preact/signals';
import { useLocation } from 'preact-iso';
import { announcement } from './announcer';

/** What was done last, said on the page that comes after it. */
const notice = signal<{ text: string; at: string } | null>(null);

/** Says that something was done, and goes to where it shows. The form's address is left out of the way back. */
export function useDone(): (text: string, to: string) => void {
  const { route } = useLocation();
  return (text, to) => {
    notice.value = { text, at: to };
    announcement.value = text;
    route(to, true);
  };
}

export function Notice() {
  const { url } = useLocation();
  return notice.value?.at === url ? (
    <p id="hecho" class="hecho">
      {notice.value.text}
    </p>
  ) : null;
}
