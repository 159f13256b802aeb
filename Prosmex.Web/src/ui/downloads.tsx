import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { ApiError } from '../api/http';
import { currentUser, download } from '../api/session';
import { announcement } from './announcer';

/** Why the last file did not come. */
export const downloadError = signal<string | null>(null);

export const DownloadError = () =>
  downloadError.value && (
    <p id="error-archivo" class="error" role="alert">
      {downloadError.value}
    </p>
  );

export type Format = 'xlsx' | 'csv';

interface DownloadsProps {
  /** Of what, for screen readers and as the file's name of last resort. */
  title: string;
  address: (format: Format) => string;
  /** Whether "Descargar" is read aloud only. */
  isShort?: boolean;
}

/** The buttons for a list's or report's files. */
export function Downloads({ title, address, isShort = true }: DownloadsProps) {
  const [busy, setBusy] = useState<Format | null>(null);
  const fetchFile = async (format: Format) => {
    downloadError.value = null;
    setBusy(format);
    try {
      const { name, content } = await download(address(format));
      const url = URL.createObjectURL(content);
      Object.assign(document.createElement('a'), { href: url, download: name ?? `${title}.${format}` }).click();
      URL.revokeObjectURL(url);
      announcement.value = 'Descarga lista.';
    } catch (error) {
      if (currentUser.value) downloadError.value = error instanceof ApiError ? error.message : String(error);
    } finally {
      setBusy(null);
    }
  };
  const button = (format: Format, name: string) => (
    <button type="button" data-formato={format} disabled={busy === format} onClick={() => fetchFile(format)}>
      <span class={isShort ? 'oculto' : 'si-cabe'}>{isShort ? `${title}: descargar` : 'Descargar'}</span> {name}
    </button>
  );
  return (
    <>
      {button('xlsx', 'Excel')}
      {button('csv', 'CSV')}
    </>
  );
}
