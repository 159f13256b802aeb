// How many solicitudes await the user's answer, on every page.

import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { get } from '../../api/session';
import { href } from '../../common/query';

/** Shown while there are any. Asked for again with each page; a count that does not come changes nothing. */
export function SolicitudesCounter() {
  const { path } = useLocation();
  const [count, setCount] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    get('/solicitudes', { query: { por_responder: true, per_page: 1 }, signal: abort.signal })
      .then(({ total_items }) => setCount(total_items))
      .catch(() => {});
    return () => abort.abort();
  }, [path]);
  return count > 0 ? (
    <a id="por-responder" href={href('oficina/solicitudes')}>
      {`Por aprobar: ${count}`}
    </a>
  ) : null;
}
