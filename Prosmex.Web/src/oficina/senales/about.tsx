// Whom and what a sign is about, with links to their pages.

import type { ComponentChildren } from 'preact';
import { href } from '../../common/query';
import { BAJA_DE_USUARIO, ClienteLink, can, PrestamoLink } from '../../ui/links';
import type { Senal } from './words';

interface AboutProps {
  senal: Senal;
  /** Of more, only how many more. */
  most?: number;
}

const Lines = ({ lines, most }: { lines: readonly ComponentChildren[]; most: number }) =>
  lines.length === 0 ? (
    '—'
  ) : (
    <ul class="lineas">
      {lines.slice(0, most).map((line, i) => (
        <li key={i}>{line}</li>
      ))}
      {lines.length > most && <li>{`y ${lines.length - most} más`}</li>}
    </ul>
  );

export const Clientes = ({ senal, most = Number.POSITIVE_INFINITY }: AboutProps) => (
  <Lines lines={senal.clientes.map(({ id, nombre }) => <ClienteLink key={id} id={id} name={nombre} />)} most={most} />
);

export const Prestamos = ({ senal, most = Number.POSITIVE_INFINITY }: AboutProps) => (
  <Lines lines={senal.prestamos.map((id) => <PrestamoLink key={id} id={id} />)} most={most} />
);

export function Usuario({ senal: { usuario } }: AboutProps) {
  if (usuario === null) return '—';
  return can(BAJA_DE_USUARIO) ? <a href={href(`oficina/personas/${usuario.id}`)}>{usuario.nombre}</a> : usuario.nombre;
}
