import type { Api } from './api';

let made = 0;

/** A client of the test's own, without a loan. */
export async function newCliente(admin: Api, expediente: object = {}, grupo_id = 2): Promise<number> {
  const { cliente } = await admin.post<{ cliente: number }>('/clientes', {
    nombre: `Prueba ${Date.now().toString(36)} ${++made}`,
    apellido_paterno: 'De',
    apellido_materno: 'Paso',
    colonia: 'Centro',
    cp: '44100',
    codigo_ine: 'SIN CREDENCIAL',
    estado_civil: 'soltero',
    num_hijos: 0,
    propiedad: 'rentada',
    grupo_id,
  });
  if (Object.keys(expediente).length > 0) await admin.put(`/clientes/${cliente}/expediente`, expediente);
  return cliente;
}
