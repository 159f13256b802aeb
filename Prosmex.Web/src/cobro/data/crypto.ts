// Everything that names a person or an amount is kept as AES-GCM ciphertext. The key comes from the server, one for each user and phone.

export interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  datos: ArrayBuffer;
}

/** Not extractable: the page uses it, and no script reads it. */
export async function importKey(base64: string): Promise<CryptoKey> {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

export async function seal(key: CryptoKey, value: unknown): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const datos = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(JSON.stringify(value)));
  return { iv, datos };
}

/** The user whose data can be read. */
export interface Reader {
  usuario_id: number;
  key: CryptoKey;
  /** What the reading before opened, by its iv: a phone reads the same rows again after each tap. What comes from it must not be changed. */
  memory?: ReadonlyMap<string, unknown>;
  /** What this reading opens: the next one's memory, so that nothing stays in it that is kept no longer. */
  opened?: Map<string, unknown>;
}

export async function unseal<T>({ key, memory, opened }: Reader, { iv, datos }: Sealed): Promise<T> {
  const name = iv.join();
  const value = memory?.has(name) ? memory.get(name) : await open(key, { iv, datos });
  opened?.set(name, value);
  return value as T;
}

async function open(key: CryptoKey, { iv, datos }: Sealed): Promise<unknown> {
  const bytes = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, datos);
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** A random UUID, also where the browser has no function for it. */
export function newId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (n) => n.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
