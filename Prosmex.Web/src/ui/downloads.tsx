import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
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

interface DownloadButtonProps {
  /** The file's name of last resort. */
  title: string;
  format: Format;
  address: string;
  children: ComponentChildren;
}

export function DownloadButton({ title, format, address, children }: DownloadButtonProps) {
  const [isBusy, setBusy] = useState(false);
  const fetchFile = async () => {
    downloadError.value = null;
    setBusy(true);
    try {
      const { name, content } = await download(address);
      const url = URL.createObjectURL(content);
      Object.assign(document.createElement('a'), { href: url, download: name ?? `${title}.${format}` }).click();
      URL.revokeObjectURL(url);
      announcement.value = 'Descarga lista.';
    } catch (error) {
      if (currentUser.value) downloadError.value = error instanceof ApiError ? error.message : String(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <button type="button" data-formato={format} disabled={isBusy} onClick={fetchFile}>
      {children}
    </button>
  );
}

interface DownloadsProps {
  /** Of what, for screen readers and as the file's name of last resort. */
  title: string;
  address: (format: Format) => string;
  /** Whether "Descargar" is read aloud only. */
  isShort?: boolean;
}

/** The buttons for a list's or report's files. */
export function Downloads({ title, address, isShort = true }: DownloadsProps) {
  const button = (format: Format, name: string) => (
    <DownloadButton title={title} format={format} address={address(format)}>
      <span class={isShort ? 'oculto' : 'si-cabe'}>{isShort ? `${title}: descargar` : 'Descargar'}</span> {name}
    </DownloadButton>
  );
  return (
    <>
      {button('xlsx', 'Excel')}
      {button('csv', 'CSV')}
    </>
  );
}
