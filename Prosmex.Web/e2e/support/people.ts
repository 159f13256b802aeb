// Accounts of a test's own.

import { Api } from './api';

/** An account with a generated password. */
export async function register(usuario: string, rol_id: number): Promise<{ id: number; password: string }> {
  const admin = await Api.of('admin');
  const person = { nombre: 'Noé', apellido_paterno: 'Ruiz', apellido_materno: 'Paz', usuario, rol_id, generar_contrasena: true };
  const { User, contrasena_provisional } = await admin.post<{ User: { userId: number }; contrasena_provisional: string }>(
    '/auth/register',
    person,
  );
  return { id: User.userId, password: contrasena_provisional };
}
