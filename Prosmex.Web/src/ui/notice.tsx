import { signal } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';
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

const forget = () => {
  notice.value = null;
};

/** Forgets what it says once its page is left: back there, the user would take it for what they did last. The end of the session unmounts it. */
export function Notice() {
  const { url } = useLocation();
  useLayoutEffect(() => {
    if (notice.value?.at !== url) forget();
  }, [url]);
  useLayoutEffect(() => forget, []);
  return notice.value?.at === url ? (
    <p id="hecho" class="hecho">
      {notice.value.text}
    </p>
  ) : null;
}
