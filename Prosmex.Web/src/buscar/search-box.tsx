import { useEffect, useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { href } from '../common/query';
import { canSearch } from './page';

/** Keys follow one another: ask once they rest. */
const REST = 250;

/** Finds a client or loan from any page; "/" goes to it. */
export function SearchBox() {
  const { route, path, query } = useLocation();
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef(0);
  const isHere = path === href('buscar');
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof Element && event.target.closest('input, select, textarea');
      if (event.key !== '/' || isTyping || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  useEffect(() => {
    if (input.current && document.activeElement !== input.current) input.current.value = isHere ? (query.q ?? '') : '';
  }, [isHere, query.q]);

  const search = () => {
    clearTimeout(timer.current);
    const q = input.current?.value.trim() ?? '';
    // One step back leaves the search, however many letters were typed.
    if (canSearch(q)) route(href('buscar', { q }), location.pathname === href('buscar'));
  };
  return (
    <search>
      <form
        class="buscador"
        onSubmit={(event) => {
          event.preventDefault();
          search();
        }}
      >
        <input
          id="buscar"
          ref={input}
          type="search"
          maxLength={100}
          aria-label="Buscar un cliente o préstamo por nombre, INE o número"
          placeholder="Buscar cliente o préstamo"
          onInput={() => {
            clearTimeout(timer.current);
            timer.current = window.setTimeout(search, REST);
          }}
        />
      </form>
    </search>
  );
}
